"""`python -m benchmarks.funding`: decisions with 500 conventions in force, and one envelope spent from by 64 at once.

On a durable server of its own. A decision is the whole of it: the account, its person, the certification, every
convention, what the person was given and what the envelopes hold. The envelope: 64 connections promise for enrolments
of their own, all from one convention or each from its own, in turns; the sums are compared to the cent afterwards.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import threading
import time
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from .purchases.life import AT
from .server import a_site

DAY = date(2026, 11, 20)
PRICE, AID = 150_000, 20_000


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.funding", description=__doc__)
    parser.add_argument("--conventions", type=int, default=500)
    parser.add_argument("--decisions", type=int, default=400)
    parser.add_argument("--clients", type=int, default=64)
    parser.add_argument("--each", type=int, default=6, help="promises of each client in a turn")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    with a_site() as (_server, folder):
        import django

        django.setup()
        from acquis.site import migration, secrets

        secrets.make(folder)
        migration.migrate()
        told = {
            "load": os.getloadavg()[0],
            "decisions": decisions(args.conventions, args.decisions),
            "envelope": envelope(args.clients, args.each, args.rounds),
        }
    print(json.dumps(told, indent=1))
    return 0


def decisions(conventions: int, many: int) -> dict[str, Any]:
    """Milliseconds of the decisions of a price that 100 € are missing from, with so many conventions in force."""
    from acquis import rules
    from acquis.accounts import queries as accounts
    from acquis.enrolments.completing import Course, completed
    from acquis.enrolments.types import Priced

    from .purchases.ground import CODE, bodies, people

    (session, _body), *_more = bodies(1)
    for number in range(conventions):
        _convention(_some_terms(number), budget=10_000_000)
    told, kept, answered = people(many), [], 0
    law = rules.law_on(DAY)
    offer = Priced(id=session, action_kind="rncp", certification_code=CODE, price_cents=10_000_000)
    course = Course(provider_siret="90000001800010", department="75", modality="on_site", hours=70)
    for _person, account in told:
        facts = accounts.funding_facts(account, on=DAY)
        assert facts is not None
        began = time.perf_counter()
        sharing = completed(law, facts, offer, lambda: course, about=session, attempt=0)
        kept.append((time.perf_counter() - began) * 1000)
        answered += len(sharing.answers)
    kept = sorted(kept[5:])
    return {
        "conventions": conventions,
        "answers a decision": round(answered / many, 1),
        "p50 ms": round(statistics.median(kept), 2),
        "p99 ms": round(kept[int(len(kept) * 0.99)], 2),
    }


def envelope(clients: int, each: int, rounds: int) -> dict[str, Any]:
    """Promises a second, all from one envelope and each from its own, in turns; and whether the sums are exact."""
    from acquis.funders import queries as funders

    from .purchases.ground import people

    accounts = [account for _person, account in people(clients, first=100_000)]
    one = _convention(_terms("one"), budget=clients * each * rounds * AID)
    apart = [_convention(_terms(f"apart {n}"), budget=each * rounds * AID) for n in range(clients)]
    by_one, by_apart = [], []
    for turn in range(rounds):
        for conventions, kept in ((([one] * clients), by_one), (apart, by_apart))[:: 1 if turn % 2 else -1]:
            kept.append(_promise(accounts, conventions, each))
    budgets = [funders.budget_of(funders.convention(each_id, by=_system())) for each_id in (one, *apart)]
    exact = all(each_budget.free_cents == 0 and each_budget.promised_cents for each_budget in budgets)
    return {
        "clients": clients,
        "one envelope, promises a second": [round(each_rate, 1) for each_rate in by_one],
        "their own, promises a second": [round(each_rate, 1) for each_rate in by_apart],
        "ratio of medians": round(statistics.median(by_one) / statistics.median(by_apart), 3),
        "spent to the last cent": exact,
    }


def _promise(accounts: list[UUID], conventions: list[UUID], each: int) -> float:
    from django.db import connection

    from acquis.funders import actions
    from acquis.funders import queries as funders
    from acquis.funders.types import Aid, Decision

    cards = {convention: funders.convention(convention, by=_system()) for convention in set(conventions)}
    start = threading.Barrier(len(accounts) + 1)
    failed: list[BaseException] = []

    def spend(account: UUID, convention: UUID) -> None:
        card = cards[convention]
        decision = Decision(
            convention_id=card.id,
            envelope_id=card.envelope_id,
            funder_id=card.funder.id,
            funder=card.funder.name,
            kind=card.funder.kind,
            purpose=card.terms.purpose,
            amount_cents=AID,
            no=None,
            reasons=(),
        )
        try:
            connection.ensure_connection()
            start.wait()
            for _promise_of_it in range(each):
                aid = Aid(purse_id=_purse(), decision=decision, amount_cents=AID)
                actions.promise(account_id=account, enrolment_id=uuid4(), aids=[aid], by=_system(), at=AT)
        except BaseException as error:
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=spend, args=pair) for pair in zip(accounts, conventions, strict=True)]
    for thread in threads:
        thread.start()
    start.wait()
    began = time.perf_counter()
    for thread in threads:
        thread.join()
    spent = time.perf_counter() - began
    if failed:
        raise failed[0]
    return len(accounts) * each / spent


def _purse() -> UUID:
    from acquis.kit.ids import new_id

    return new_id()


def _system() -> Any:
    from acquis.kit.actor import system

    return system("benchmark")


def _convention(said: Any, *, budget: int) -> UUID:
    from acquis.funders import actions
    from acquis.funders.types import FunderKind, Funding, Unspent
    from acquis.kit.actor import Actor, Role
    from acquis.site.demo.bodies import siret_of

    _convention.made = getattr(_convention, "made", 0) + 1  # type: ignore[attr-defined]
    siret = siret_of(2_000 + _convention.made)  # type: ignore[attr-defined]
    funder = actions.register_funder(
        kind=FunderKind.REGION, name=f"Région {siret}", siret=siret, region="53", by=_system(), at=AT
    )
    convention = actions.draft_convention(
        funder_id=funder,
        terms=said,
        starts_on=date(2026, 1, 1),
        ends_on=date(2026, 12, 31),
        budget_cents=budget,
        funding=Funding.CALLED,
        unspent=Unspent.KEPT,
        by=_system(),
        at=AT,
    )
    actions.submit_convention(convention_id=convention, by=_system(), at=AT)
    approver = Actor(roles=frozenset({Role.STAFF_APPROVER}), id=UUID(int=103))
    actions.approve_convention(convention_id=convention, by=approver, at=AT)
    return convention


def _terms(purpose: str) -> Any:
    from acquis.funders.types import AmountKind, AmountRule, Comparison, Criterion, Fact, Terms

    rncp = Criterion(fact=Fact.ACTION, how=Comparison.AMONG, values=("rncp",))
    amount = AmountRule(kind=AmountKind.SUM, sum_cents=AID)
    return Terms(purpose=purpose, common=(rncp,), publics=(), amount=amount)


def _some_terms(number: int) -> Any:
    """Conditions as funders write them: half a dozen, and two publics; one in fifty takes the purchase."""
    from acquis.funders.types import AmountKind, AmountRule, Comparison, Criterion, Fact, Public, Terms

    chance = random.Random(number)
    romes = tuple(f"{chance.choice('ABCDEFGHIJKLMN')}{chance.randrange(11, 26)}" for _code in range(8))
    common = (
        Criterion(fact=Fact.ACTION, how=Comparison.AMONG, values=("rncp", "vae")),
        Criterion(fact=Fact.AGE, how=Comparison.AT_LEAST, values=(18,)),
        Criterion(fact=Fact.PRICE, how=Comparison.AT_LEAST, values=(50_000,)),
        Criterion(fact=Fact.HOURS, how=Comparison.AT_MOST, values=(1_500,)),
        *(() if number % 50 == 0 else (Criterion(fact=Fact.ROME, how=Comparison.AMONG, values=romes),)),
    )
    publics = (
        Public(name="Demandeurs d’emploi", criteria=(Criterion(fact=Fact.JOBSEEKER, how=Comparison.IS_SO),)),
        Public(name="Adultes", criteria=(Criterion(fact=Fact.AGE, how=Comparison.AT_LEAST, values=(26,)),)),
    )
    amount = AmountRule(kind=AmountKind.SUM, sum_cents=AID, most_per_person_cents=10 * AID)
    return Terms(purpose=f"Aide n° {number}", common=common, publics=publics, amount=amount)


if __name__ == "__main__":
    raise SystemExit(main())
