"""Figures, charts and tables: on the screen, in PDF and in spreadsheets."""
