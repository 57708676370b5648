"""Catalogue, prices, documents."""
