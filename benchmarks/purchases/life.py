"""One process that lives whole purchases through the acts, and says how long each took.

Started as `python -m benchmarks.purchases.life`: it reads its people and sessions as one line of JSON, says that it is
ready, waits for a line, lives for so many seconds, and writes what it measured as one line of JSON.
"""

from __future__ import annotations

import json
import sys
import time
from collections import defaultdict
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

AT = datetime(2026, 11, 20, 9, tzinfo=UTC)
STARTS, ENDS = date(2026, 12, 8), date(2026, 12, 18)
ENTERED = datetime(2026, 12, 8, 17, tzinfo=UTC)
LEFT = datetime(2026, 12, 18, 17, tzinfo=UTC)


class Life:
    """The acts of a purchase in their order, each with the moment at which it happens."""

    def __init__(self) -> None:
        from acquis.enrolments import actions, queries
        from acquis.kit.actor import Actor, Role, system
        from acquis.kit.clock import day_of
        from acquis.people import actions as people
        from acquis.rules import ExitReason
        from acquis.treasury.types import Outcome

        self.actions, self.queries, self.people = actions, queries, people
        self.Actor, self.Role, self.system = Actor, Role, system("benchmark")
        self.today, self.completed, self.paid = day_of(AT), ExitReason.COMPLETED, Outcome.PAID
        self.spent: dict[str, float] = defaultdict(float)

    def whole(self, person_id: UUID, account_id: UUID, session_id: UUID, body: Any) -> UUID:
        """From the request to the invoices of an order that was followed to its end."""
        holder = self.Actor(roles=frozenset({self.Role.HOLDER}), id=person_id, account_id=account_id)
        do = self._timed
        enrolment = do("request", account_id=account_id, session_id=session_id, by=holder, at=AT)
        do("accept", enrolment_id=enrolment, by=body, at=AT)
        began = time.perf_counter()
        proof = self.people.record_proof(
            person_id=person_id,
            basket=self.queries.basket_of(enrolment, on=self.today),
            session="session",
            acr="eidas2",
            identity_iat=AT,
            by=holder,
            at=AT,
        )
        self.spent["prove"] += time.perf_counter() - began
        path = "/paiement/retour/{collection_id}"
        collection = do(
            "confirm", enrolment_id=enrolment, proof_id=proof, session="session", return_path=path, by=holder, at=AT
        )
        external = f"pay_{uuid4().hex}"
        do(
            "record_payment",
            collection_id=collection,
            outcome=self.paid,
            external_id=external,
            by=self.system,
            at=AT,
        )
        do("declare_entry", enrolment_id=enrolment, entered_on=STARTS, by=body, at=ENTERED)
        do("declare_exit", enrolment_id=enrolment, exited_on=ENDS, reason=self.completed, by=body, at=LEFT)
        do("declare_service", enrolment_id=enrolment, done=70, total=70, by=body, at=LEFT)
        due_at = self.queries.step_of(enrolment, by=self.system).due_at
        do("validate_service", enrolment_id=enrolment, by=self.system, at=due_at)
        return UUID(str(enrolment))

    def _timed(self, name: str, **arguments: Any) -> Any:
        began = time.perf_counter()
        try:
            return getattr(self.actions, name)(**arguments)
        finally:
            self.spent[name] += time.perf_counter() - began

    def agent_of(self, provider_id: UUID) -> Any:
        return self.Actor(roles=frozenset({self.Role.PROVIDER_AGENT}), id=uuid4(), provider_id=provider_id)


def main() -> None:
    import django

    django.setup()
    life = Life()
    told = json.loads(sys.stdin.readline())
    people = [(UUID(person), UUID(account)) for person, account in told["people"]]
    offers = [(UUID(session), life.agent_of(UUID(provider))) for session, provider in told["offers"]]
    seconds = told["seconds"]
    # The first one makes ready what a process makes ready once.
    life.whole(*people.pop(), *offers[0])
    life.spent.clear()
    print("ready", flush=True)
    sys.stdin.readline()
    took: list[float] = []
    processor, began = time.process_time(), time.perf_counter()
    place = told["number"]
    while people and time.perf_counter() - began < seconds:
        person, account = people.pop()
        session, body = offers[place % len(offers)]
        place += 1
        before = time.perf_counter()
        life.whole(person, account, session, body)
        took.append(time.perf_counter() - before)
    answer = {
        "took": took,
        "seconds": time.perf_counter() - began,
        "processor": time.process_time() - processor,
        "spent": life.spent,
        "left": len(people),
    }
    print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
