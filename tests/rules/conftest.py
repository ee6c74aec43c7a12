"""The rules are tested with NumPy and pytest alone: nothing here may need a web framework."""
