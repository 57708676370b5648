"""Import and export: readers, detection, mapping, matching, writers."""
