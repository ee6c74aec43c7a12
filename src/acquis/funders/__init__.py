"""Funders: who adds money to a purchase (L6323-4 II), under which conditions, and the envelopes it is paid from."""
