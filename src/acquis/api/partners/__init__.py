"""What the machines of those who add money ask and send (`/api/partners/v1`)."""
