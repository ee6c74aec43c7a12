"""How files of others are read: each module turns one format into our rows, and never touches the database."""
