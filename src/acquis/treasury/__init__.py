"""Cards collected, providers paid, files sent to the bank."""
