"""How filters are shown as chips and put together, on every page."""
