"""The office server: the schema and functions of its PostgreSQL, its set-up, members and status."""
