"""The tests of what makes two contacts alike."""
