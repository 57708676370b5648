"""The figures to reach, measured beside their limits."""
