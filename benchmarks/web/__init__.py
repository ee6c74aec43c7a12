"""Pages and API of the running site, beside stock Django on the same data."""
