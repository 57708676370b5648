"""Lists of records of every kind."""
