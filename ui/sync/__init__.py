"""Sharing on screens: what clashes, and how the office server and the other computers stand."""
