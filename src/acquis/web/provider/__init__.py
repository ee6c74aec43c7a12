"""Pages for the provider audience."""
