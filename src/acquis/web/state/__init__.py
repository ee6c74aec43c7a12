"""Pages for the State, which steers the accounts: what a change of law would do."""
