"""Tests of the checks of the records."""
