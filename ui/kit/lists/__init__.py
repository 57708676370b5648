"""What every list has: what it shows and how, its saved views, its filter, its files."""
