"""The command line: a thin face over the same actions and queries that the screens use."""
