"""What is said to a person for each refusal, context by context; French is the source."""
