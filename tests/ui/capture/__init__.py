"""Quick entry on the screen."""
