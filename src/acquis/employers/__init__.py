"""Companies that employ: their establishments, who acts for them, and what they entrust to another company."""
