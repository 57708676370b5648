"""Tests of the screens of duplicates."""
