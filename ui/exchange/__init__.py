"""Import: choose files, match columns, rehearse, import."""
