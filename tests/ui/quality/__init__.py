"""Tests of the screen of data quality."""
