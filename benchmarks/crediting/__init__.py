"""How fast a nation is credited."""
