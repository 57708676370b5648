"""Interactions, tasks, calendar, reminders."""
