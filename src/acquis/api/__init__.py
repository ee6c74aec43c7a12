"""What machines read and send."""
