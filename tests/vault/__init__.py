"""What the vault promises about keys, damage, locks and backups."""
