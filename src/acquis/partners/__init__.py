"""Machines of those who add money: their keys, what each may ask, what was answered once, and what they are told."""
