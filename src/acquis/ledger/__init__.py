"""Euros (and hours) in transfers that balance by construction."""
