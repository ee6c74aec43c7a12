"""How many examples a costly property is tried with."""

import os


def examples(few: int) -> int:
    """A few in every run, drawn anew each time; `ACQUIS_TEST_EXAMPLES=200` tries as many."""
    return int(os.environ.get("ACQUIS_TEST_EXAMPLES", few))
