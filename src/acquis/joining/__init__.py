"""Joinings: two accounts of one person made one, and undone, by two agents; money and enrolments follow."""
