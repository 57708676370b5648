"""Tests of the report screens."""
