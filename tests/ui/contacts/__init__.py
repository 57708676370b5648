"""Tests of the pages of people and companies."""
