"""A purchase from request to settlement: the central noun."""
