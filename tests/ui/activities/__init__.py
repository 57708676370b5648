"""Tests of the calendar and of planning."""
