"""Deals, stages, forecast."""
