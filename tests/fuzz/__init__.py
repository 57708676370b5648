"""Readers against whatever a file may hold: by hypothesis in every test run, and by atheris for as long as wished."""
