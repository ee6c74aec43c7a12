"""Endowments: somebody gives to many people at once, and pays for it by one transfer."""
