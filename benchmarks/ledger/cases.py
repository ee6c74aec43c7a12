"""What is measured: each case prepares work off the clock, and does it on the clock, in one client's process."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import psycopg
from django.db import connection, transaction

from acquis.kit import clock
from acquis.kit.act import act
from acquis.kit.actor import Actor, system
from acquis.kit.ids import new_id, new_ids
from acquis.ledger.actions import open_accounts, open_payable, post
from acquis.ledger.types import Code, House, NewAccount, Transfer, house, provider_payable
from acquis.site.privileges import provision

from . import by_hand
from .by_hand import plain, uuids

BY = system("benchmark")
AT = clock.now()
DAY = clock.day_of(AT)
#: The one funder from which everybody's money comes, when the funder is hot.
RIGHTS = house(House.RIGHTS_ISSUED)
#: As many others share the payments when funders are cold.
FUNDERS = 1_000


@dataclass(frozen=True)
class Case:
    """`prepare` makes the work of one call, `run` does it; `size` transfers each."""

    size: int
    prepare: Callable[[], Any]
    run: Callable[[Any], None]


@dataclass(frozen=True)
class Scene:
    """Who takes part: owners with a purse each, and funders without a limit."""

    url: str
    holders: Sequence[tuple[UUID, UUID]]
    funders: Sequence[UUID]


def set_up(url: str, accounts: int) -> Scene:
    """Holders with one purse each and cold funders, the same for ours and for what is written by hand."""
    provision()
    holders = [(new_id(), new_id()) for _ in range(accounts)]
    open_accounts(accounts=[NewAccount(id=purse, owner=owner) for owner, purse in holders], by=BY, at=AT)
    providers = [new_id() for _ in range(FUNDERS)]
    with transaction.atomic():
        for provider in providers:
            open_payable(provider_id=provider, by=BY, at=AT)
    with psycopg.connect(url, autocommit=True) as bare:
        for tables in (by_hand.LEAN, by_hand.WIDE, by_hand.NAIVE):
            bare.execute(tables)
        bare.execute("INSERT INTO naive_account (id) SELECT id FROM ledger_guardedaccount")
        bare.execute("INSERT INTO naive_account (id) SELECT id FROM ledger_openaccount")
        bare.execute("INSERT INTO lean_account (id) SELECT id FROM ledger_guardedaccount")
        bare.execute("INSERT INTO wide_account SELECT * FROM ledger_guardedaccount")
        bare.execute("VACUUM ANALYZE")
        bare.execute("CHECKPOINT")
    return Scene(url, holders, [provider_payable(provider) for provider in providers])


@act
def pay(*, transfers: Sequence[Transfer], by: Actor, at: Any) -> None:
    """The least act that posts: a transaction around one post, as every act of a context has it."""
    post(transfers=transfers, by=by, at=at)


class Cases:
    """Every case by its name, on the two connections of one client: ours, and one for what is written by hand."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.bare = psycopg.Cursor(psycopg.connect(scene.url, autocommit=True))
        connection.ensure_connection()

    def wait_for_disk(self, wanted: bool) -> None:
        """Whether a commit is told only once it is on the disk."""
        word = "on" if wanted else "off"
        self.bare.execute(f"SET synchronous_commit = {word}")
        with connection.cursor() as cursor:
            cursor.execute(f"SET synchronous_commit = {word}")

    def case(self, name: str, size: int) -> Case:
        """`name`: lean, bare, naive, wide, post, act, with ` hot` after it when one funder pays everybody."""
        kind, _, hot = name.partition(" ")
        return {
            "lean": self._lean,
            "bare": self._bare,
            "naive": self._naive,
            "wide": self._wide,
            "post": self._post,
            "act": self._act,
        }[kind](size, bool(hot))

    # ------------------------------------------------------------------ work

    def _some(self, size: int, hot: bool) -> tuple[list[UUID], list[UUID], list[UUID]]:
        """Owners, purses and funders of as many transfers."""
        chosen = random.choices(self.scene.holders, k=size)
        funders = [RIGHTS] * size if hot else random.choices(self.scene.funders, k=size)
        return [owner for owner, _ in chosen], [purse for _, purse in chosen], funders

    def _transfers(self, size: int, hot: bool) -> list[Transfer]:
        return [
            Transfer(
                owner=owner,
                debit=funder,
                credit=purse,
                amount_cents=100,
                code=Code.TOP_UP,
                effective_on=DAY,
                reference=f"benchmark {new_id()}",
            )
            for owner, purse, funder in zip(*self._some(size, hot), strict=True)
        ]

    def _four(self, size: int, hot: bool) -> list[str]:
        """Id, debit, credit, amount, ready as texts."""
        _, purses, funders = self._some(size, hot)
        if size == 1:
            return [str(new_id()), str(funders[0]), str(purses[0]), "100"]
        return [uuids(new_ids(size)), uuids(funders), uuids(purses), plain([100] * size)]

    def _eleven(self, size: int, hot: bool) -> list[str]:
        owners, purses, funders = self._some(size, hot)
        references = plain([f'"benchmark {new_id()}"' for _ in purses])
        ids = uuids(new_ids(size))
        columns = [uuids(owners), uuids(funders), uuids(purses), plain([100] * size)]
        return [BY.key, AT.isoformat(), ids, *columns, "top_up", DAY.isoformat(), references]

    # ------------------------------------------------------------------ ways to do it

    def _call(self, statement: bytes, size: int, prepare: Callable[[], Any]) -> Case:
        return Case(size, prepare, lambda values: self.bare.execute(statement, values, prepare=True))

    def _lean(self, size: int, hot: bool) -> Case:
        statement = by_hand.LEAN_ONE if size == 1 else by_hand.LEAN_BATCH
        return self._call(statement, size, lambda: self._four(size, hot))

    def _bare(self, size: int, hot: bool) -> Case:
        return self._call(by_hand.BARE_ONE, size, lambda: self._four(1, hot))

    def _wide(self, size: int, hot: bool) -> Case:
        return self._call(by_hand.WIDE_BATCH, size, lambda: self._eleven(size, hot))

    def _naive(self, size: int, hot: bool) -> Case:
        def run(values: list[Any]) -> None:
            self.bare.execute(b"BEGIN", prepare=False)
            for statement, places in by_hand.NAIVE_STATEMENTS:
                self.bare.execute(statement, [values[place] for place in places], prepare=True)
            self.bare.execute(b"COMMIT", prepare=False)

        return Case(size, lambda: self._four(1, hot), run)

    def _post(self, size: int, hot: bool) -> Case:
        return Case(size, lambda: self._transfers(size, hot), lambda work: post(transfers=work, by=BY, at=AT))

    def _act(self, size: int, hot: bool) -> Case:
        return Case(size, lambda: self._transfers(size, hot), lambda work: pay(transfers=work, by=BY, at=AT))
