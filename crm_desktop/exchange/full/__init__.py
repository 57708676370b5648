"""The full export: everything a workspace holds, as JSON with its schema and the files, and back again."""
