"""The search beside its peers: a national catalogue, the same questions, in turns."""
