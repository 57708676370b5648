"""Files of records on the screen."""
