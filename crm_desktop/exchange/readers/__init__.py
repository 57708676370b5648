"""Readers of the files of other programs: each makes tables of rows."""
