"""The one write path: labelled transactions, captured changes, history and undo."""
