"""The catalogue on the screen."""
