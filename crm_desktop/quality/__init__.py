"""What is missing, invalid, stale or contradictory in the records, and lists to mend it in."""
