"""A seeded, replayable simulation of sharing: the shipped merge code between many devices and a server that fail."""
