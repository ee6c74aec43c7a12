"""The index of offers: an inverted list for each term, a column for each criterion, and one loop over both."""
