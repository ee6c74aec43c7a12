"""Searches that holders keep: looked at again as the catalogue changes, and what is new is announced."""
