"""What French words mean in training: trades, domains, acronyms, projects, synonyms. Data that is read and reviewed."""
