"""Acquis: individual learning accounts, from the law to the last cent."""
