"""A stand-in for the State's register of persons, which answers in the register's own format."""
