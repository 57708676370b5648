"""Values as people type them and as they are shown."""
