"""Products, and what customers have of them."""
