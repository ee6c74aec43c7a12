"""What looks at the whole from outside: an invented nation of accounts, and what a change of law would do to it."""
