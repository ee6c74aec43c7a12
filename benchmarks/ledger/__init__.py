"""How fast the ledger posts, beside the fastest posting that bare SQL can do on the same server at the same time."""
