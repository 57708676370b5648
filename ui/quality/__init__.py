"""The screen of data quality: what is wrong, and lists in which it is mended."""
