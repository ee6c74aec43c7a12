"""Pages for the holder audience."""
