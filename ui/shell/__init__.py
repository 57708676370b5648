"""The window around the pages: unlocking, rail, top bar, navigation, palette, history."""
