"""Tests of the tickets page."""
