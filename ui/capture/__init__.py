"""Quick entry and incoming calls."""
