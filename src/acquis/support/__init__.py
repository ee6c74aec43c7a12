"""What the operator answers and announces: holders' requests and their answers, messages, statements issued."""
