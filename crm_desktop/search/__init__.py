"""One index over all features."""
