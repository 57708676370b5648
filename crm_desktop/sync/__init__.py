"""Sharing one workspace through a plain PostgreSQL: it knows records and fields, and no feature."""
