"""The books of a public accountant, read from the ledger: balances, closings, calls for funds, reconciliation."""
