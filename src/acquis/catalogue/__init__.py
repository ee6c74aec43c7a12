"""Certifications, offers, sessions, prices, places; and finding them."""
