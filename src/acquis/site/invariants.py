"""What must always be true, of all contexts together."""

from __future__ import annotations

from acquis.journal.checks import CHECKS
from acquis.kit.sql import reading
from acquis.site.progress import bars


def verify(only: tuple[str, ...] = ()) -> dict[str, list[str]]:
    """Each invariant by name with what breaks it; `only` keeps those whose name begins so.

    Each is verified in a transaction of its own that may not write and sees one moment: the site lives on meanwhile,
    and a check that reads twice must not see half of what was done. One that cannot even be computed is broken.
    """
    chosen = {name: check for name, check in CHECKS.items() if not only or name.startswith(only)}
    results: dict[str, list[str]] = {}
    with bars() as report:
        for done, (name, check) in enumerate(sorted(chosen.items())):
            report("Checking", done, len(chosen))
            try:
                with reading(one_moment=True):
                    results[name] = list(check())
            except Exception as error:
                results[name] = [f"could not be verified: {type(error).__name__}: {error}"]
        report("Checking", len(chosen), len(chosen))
    return results
