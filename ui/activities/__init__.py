"""Tasks and the calendar."""
