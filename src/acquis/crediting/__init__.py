"""The yearly run: the facts of a year become rights for everybody, prepared by one person and approved by another."""
