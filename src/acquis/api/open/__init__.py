"""What anybody's machine may read: the offers, as the search page finds them."""
