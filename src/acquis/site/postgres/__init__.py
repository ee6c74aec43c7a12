"""The PostgreSQL server the product brings with it: found, started, adopted, stopped, survived."""
