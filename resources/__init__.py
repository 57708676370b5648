"""Fonts, icons, theme tokens, templates, translations, sample texts."""
