"""Training bodies that stop: found by one agent with its proof, decided by another, then every enrolment ends."""
