"""Tests of people and companies."""
