"""The report gallery and the report page."""
