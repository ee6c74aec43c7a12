"""How fast declarations are read and taken, and in how much memory."""
