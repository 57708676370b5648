"""A workspace full of made-up, repeatable sample records."""
