"""What employers and other bodies declare of people's work: read, checked, kept, added up into the facts of a year."""
