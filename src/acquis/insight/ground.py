"""On what a simulation stands: a digest of the law known, of the nation's shares and of how the nation is drawn."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from acquis.rules import Change, parameters

from .population import SLICE, YEAR

#: Raised by whoever changes how the nation is drawn or lives, so that kept outcomes are not taken for new ones.
EDITION = 1


@cache
def ground() -> str:
    """The digest; it changes with any parameter of the law, any share of the nation, and `EDITION`."""
    digest = hashlib.sha256(f"{EDITION} {YEAR} {SLICE}".encode())
    for parameter in parameters().values():
        digest.update(repr(parameter).encode())
    digest.update(files("acquis.insight").joinpath("data", "nation.toml").read_bytes())
    digest.update(files("acquis.kit").joinpath("departments.csv").read_bytes())
    return digest.hexdigest()


def key_of(changes: Iterable[Change], *, accounts: int, seed: int, years: int) -> str:
    """The digest of a question on this ground; the order of the changes does not matter."""
    words = [ground(), *sorted(str(change) for change in changes), str(accounts), str(seed), str(years)]
    return hashlib.sha256("\n".join(words).encode()).hexdigest()
