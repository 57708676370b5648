"""Property tests judge what is read, not how long a busy machine takes."""

from hypothesis import settings

# The first country or phone number of a run loads name tables, which can pass the usual limit of 200 ms an example.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
