"""The pipeline as it is seen and used."""
