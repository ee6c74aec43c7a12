"""Pages for the staff audience."""
