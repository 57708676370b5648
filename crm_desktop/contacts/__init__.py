"""People, companies, points, relations."""
