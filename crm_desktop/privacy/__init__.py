"""Privacy: erasing a person for ever."""
