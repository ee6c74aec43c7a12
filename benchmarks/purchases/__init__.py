"""Whole purchases, act by act, by several processes at once: how many a second, and what each costs."""
