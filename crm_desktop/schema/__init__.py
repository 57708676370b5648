"""Every stored field, declared once."""
