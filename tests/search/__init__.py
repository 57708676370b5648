"""Search: what is found from the one box, and how the index keeps up."""
