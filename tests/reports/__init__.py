"""Reports, their charts and their files."""
