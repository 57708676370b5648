"""The first schema: made whole by store.creation, so there is nothing to change."""

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Nothing comes before the first schema."""
