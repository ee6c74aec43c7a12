"""The demonstration's own FranceConnect+ and ProConnect: the same protocol over HTTP, with invented people."""
