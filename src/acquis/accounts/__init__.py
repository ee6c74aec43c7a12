"""A person's rights: opened, credited, topped up, frozen, closed; the purses on an account."""
