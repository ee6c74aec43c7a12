"""A card provider for the demonstration: it speaks the same protocol over HTTP, and no money exists in it."""
