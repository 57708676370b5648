"""Erasing a person or company for ever: asked for from the pages of contacts and from the settings."""
