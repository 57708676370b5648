"""Any list of records that a report or a search leads to."""
