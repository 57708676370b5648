"""The full export and its import."""
