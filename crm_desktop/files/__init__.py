"""Files kept with records: adding, reading, showing and saving them."""
