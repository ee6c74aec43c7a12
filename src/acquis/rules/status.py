"""In which years somebody counts as low-qualified, or as a worker with a disability.

Low qualification counts from the year of its declaration, not before, and ends with the calendar year that follows the
declaration of its loss (R6323-3-1 II and III). A proof of disability counts for the years it covers (D6323-3-3).
"""

from datetime import date

from acquis.rules.vocabulary import Flag, Number

#: The last year of what has no end yet.
NO_END = 9999


def holds_in(year: Number, *, first_year: Number, last_year: Number = NO_END) -> Flag:
    """Whether a status holds for the credit of a year; years are values or columns."""
    return (first_year <= year) & (year <= last_year)


def low_qualified_years(declared_on: date, end_declared_on: date | None) -> tuple[int, int]:
    """The first and last years of activity credited as low-qualified: both follow the day on which it was said."""
    return declared_on.year, NO_END if end_declared_on is None else end_declared_on.year


def disability_years(valid_from: date, valid_until: date | None) -> tuple[int, int]:
    """The first and last years that a proof covers: a year touched by a day of validity is covered."""
    return valid_from.year, NO_END if valid_until is None else valid_until.year
