"""What is measured: each case prepares work off the clock, and does it on the clock."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import psycopg
from django.db import connection

from acquis.kit import clock
from acquis.kit.actor import system
from acquis.kit.ids import new_id, new_ids
from acquis.ledger.actions import open_accounts, post
from acquis.ledger.types import Code, House, NewAccount, Transfer, house

from . import by_hand
from .by_hand import plain, uuids

BY = system("benchmark")
AT = clock.now()
DAY = clock.day_of(AT)
RIGHTS = house(House.RIGHTS_ISSUED)


@dataclass(frozen=True)
class Case:
    """`prepare` makes the work of one call, `run` does it; `size` transfers each."""

    name: str
    size: int
    prepare: Callable[[], Any]
    run: Callable[[Any], None]


def set_up(url: str, accounts: int) -> list[tuple[UUID, UUID]]:
    """Holders with one purse each, the same for ours and for the ceilings."""
    holders = [(new_id(), new_id()) for _ in range(accounts)]
    open_accounts(accounts=[NewAccount(id=purse, owner=owner) for owner, purse in holders], by=BY, at=AT)
    with psycopg.connect(url, autocommit=True) as by_hand_connection:
        by_hand_connection.execute(by_hand.LEAN)
        by_hand_connection.execute(by_hand.WIDE)
        by_hand_connection.execute(by_hand.NAIVE)
        by_hand_connection.execute("INSERT INTO naive_account (id) SELECT id FROM ledger_guardedaccount")
        by_hand_connection.execute("INSERT INTO naive_account (id) VALUES (%s)", [RIGHTS])
        by_hand_connection.execute("INSERT INTO lean_account (id) SELECT id FROM ledger_guardedaccount")
        by_hand_connection.execute("INSERT INTO wide_account SELECT * FROM ledger_guardedaccount")
        by_hand_connection.execute("VACUUM ANALYZE")
    return holders


def cases(url: str, holders: list[tuple[UUID, UUID]], batch: int) -> list[Case]:
    """Every case, each family on its own connection, one statement and one commit per call."""
    bare = psycopg.Cursor(psycopg.connect(url, autocommit=True))
    connection.ensure_connection()

    def some(size: int) -> list[tuple[UUID, UUID]]:
        return random.choices(holders, k=size)

    def transfers(size: int) -> Callable[[], list[Transfer]]:
        return lambda: [
            Transfer(
                owner=owner,
                debit=RIGHTS,
                credit=purse,
                amount_cents=100,
                code=Code.TOP_UP,
                effective_on=DAY,
                reference=f"benchmark {new_id()}",
            )
            for owner, purse in some(size)
        ]

    def lean(size: int) -> list[str]:
        purses = [purse for _, purse in some(size)]
        return [uuids(new_ids(size)), uuids([RIGHTS] * size), uuids(purses), plain([100] * size)]

    def lean_one() -> list[Any]:
        return [str(new_id()), str(RIGHTS), str(some(1)[0][1]), "100"]

    def wide(size: int) -> list[Any]:
        chosen = some(size)
        references = plain([f'"benchmark {new_id()}"' for _ in chosen])
        columns = [uuids([o for o, _ in chosen]), uuids([RIGHTS] * size), uuids([p for _, p in chosen])]
        ids = uuids(new_ids(size))
        return [BY.key, AT.isoformat(), ids, *columns, plain([100] * size), "top_up", DAY.isoformat(), references]

    def bare_call(statement: bytes) -> Callable[[list[Any]], None]:
        def run(values: list[Any]) -> None:
            bare.execute(statement, values, prepare=True)

        return run

    def naive(values: list[Any]) -> None:
        bare.execute(b"BEGIN", prepare=False)
        for statement, places in by_hand.NAIVE_STATEMENTS:
            bare.execute(statement, [values[place] for place in places], prepare=True)
        bare.execute(b"COMMIT", prepare=False)

    def posted(work: list[Transfer]) -> None:
        post(transfers=work, by=BY, at=AT)

    return [
        Case("lean by hand, 1", 1, lean_one, bare_call(by_hand.LEAN_ONE)),
        Case("naive by hand, 1", 1, lean_one, naive),
        Case("wide by hand, 1", 1, lambda: wide(1), bare_call(by_hand.WIDE_BATCH)),
        Case("post, 1", 1, transfers(1), posted),
        Case(f"lean by hand, {batch}", batch, lambda: lean(batch), bare_call(by_hand.LEAN_BATCH)),
        Case(f"wide by hand, {batch}", batch, lambda: wide(batch), bare_call(by_hand.WIDE_BATCH)),
        Case(f"post, {batch}", batch, transfers(batch), posted),
    ]
