"""The catalogue as it is seen and used."""
