"""The steps from one schema to the next, one file each; alembic runs them."""
