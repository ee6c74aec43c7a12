"""Persons, their identities, agents and members: the only names the house keeps."""
