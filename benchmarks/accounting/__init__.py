"""How long a day of the bank's and of the cards' money takes to be reconciled."""
