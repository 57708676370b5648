"""Quick entry."""
