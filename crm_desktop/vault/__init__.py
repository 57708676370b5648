"""The encrypted files, their keys, recovery kit, lock and backups: SQLCipher and cryptography live only here."""
