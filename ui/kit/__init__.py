"""The kit that every page stands on: theme, icons, desk, tasks, tables, fields, charts."""
