"""A bank for the demonstration that verifies payees: it answers in the scheme's own words, and knows nobody."""
