"""How declarations are written: DSN files, and the yearly summary of the bodies that have no DSN."""
