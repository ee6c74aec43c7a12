"""What a run has written, told by the product: a digest of every version, and how long one account takes to read."""

from __future__ import annotations

import time
from hashlib import sha256
from uuid import UUID

import numpy as np

ASKED = 2_000
#: The same run of a former year.
AGAIN = """
    INSERT INTO {table} SELECT s.* FROM {table} o CROSS JOIN LATERAL jsonb_populate_record(o, jsonb_build_object(
        'run', o.run + 1000 * {former}, 'year', o.year - {former})) s WHERE o.run < 1000
"""


def versions(number: int, ends: tuple[UUID, UUID]) -> str:
    """The digest of every version that the run wrote in a range, in their order."""
    from acquis.accounts import kept

    found, digest = kept.of_run(*ends, number), sha256()
    for of in (found, found.traits, found.moments):
        for name in type(of).__dataclass_fields__:
            column = getattr(of, name)
            if isinstance(column, np.ndarray):
                digest.update((column if column.dtype.kind == "S" else column.astype(np.int64)).tobytes())
    return digest.hexdigest()


def years_of_one(accounts: list[UUID], behind: str) -> dict[str, float]:
    """How long the years of one account take to be told, in milliseconds: once warm, whoever it is."""
    from acquis.accounts import kept

    taken = []
    for account in accounts:
        begun = time.perf_counter()
        kept.of_accounts([account])
        taken.append(time.perf_counter() - begun)
    return {f"one account's years, {behind}, p{each} ms": float(np.percentile(taken, each)) * 1e3 for each in (50, 99)}
