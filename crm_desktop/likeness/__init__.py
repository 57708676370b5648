"""How alike two contacts are: their traits, the keys that bring them together, and the weights of what agrees."""
