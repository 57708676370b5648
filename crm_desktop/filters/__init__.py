"""The one language in which records are chosen: its tree, its text, its words for days, its relations. No SQL."""
