"""Tests of every family of the shared input files."""
