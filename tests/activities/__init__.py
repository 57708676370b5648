"""Tests of interactions, tasks and the timeline."""
