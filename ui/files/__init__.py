"""Files of records on the screen: shared by the pages, which it does not know."""
