"""The settings, read from their declarations."""
