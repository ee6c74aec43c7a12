"""The record of attendance: half-days planned, signed by who followed and who taught, and what follows from them."""
