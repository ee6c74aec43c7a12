"""Conversations with systems that are not ours; each has a stand-in that speaks the same protocol."""
