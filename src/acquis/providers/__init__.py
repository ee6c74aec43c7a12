"""Training bodies: imported, checked, referenced, suspended."""
