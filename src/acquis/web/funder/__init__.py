"""Pages for funders: the conventions they compose, try, sign and follow."""
