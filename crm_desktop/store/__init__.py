"""Connections, tables, migrations and integrity of the encrypted file."""
