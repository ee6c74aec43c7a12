"""What must always be true: the register of checks that `acquis check` and the night run, and the journal's own."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.db import connection

Check = Callable[[], Iterable[str]]

#: Every check of the house, by name. A check returns one sentence for each broken thing, naming the record.
CHECKS: dict[str, Check] = {}


def check(name: str) -> Callable[[Check], Check]:
    """Register a function() -> sentences about what is broken; nothing means all is well."""

    def register(function: Check) -> Check:
        if name in CHECKS:
            raise ValueError(f"two checks are called {name}")
        CHECKS[name] = function
        return function

    return register


@check("journal: no work was given up after its last attempt")
def no_job_has_failed() -> Iterable[str]:
    with connection.cursor() as cursor:
        # One sentence a task: what is wrong for good fails at each round of its work, and would hide the others.
        cursor.execute(
            "SELECT task_name, count(*), min(id), max(id), max(attempts) FROM procrastinate_jobs"
            " WHERE status = 'failed' GROUP BY task_name ORDER BY min(id)"
        )
        for name, many, first, last, attempts in cursor.fetchall():
            if many == 1:
                yield f"job {first} ({name}) failed {attempts} times and waits for somebody"
            else:
                yield f"{many} jobs of {name}, from {first} to {last}, failed and wait for somebody"


@check("journal: every delivery is of a recorded fact")
def deliveries_have_their_fact() -> Iterable[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT d.seq, d.reaction FROM journal_delivery d LEFT JOIN journal_event e USING (seq) WHERE e.seq IS NULL"
        )
        for seq, reaction in cursor.fetchall():
            yield f"the delivery of fact {seq} to {reaction} has no fact"
