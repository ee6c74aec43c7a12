"""People with a number and an account, and orders of endowments for them, all by acts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
import xlsxwriter
from tests import scenes
from tests.declarations import dsn_files
from tests.employers.scenes import Company
from tests.funders.scenes import Giver, a_funder
from tests.moments import AT

from acquis.accounts import actions as accounts
from acquis.accounts import queries as known
from acquis.accounts.types import PurseKind
from acquis.endowing import actions, jobs, queries
from acquis.endowing.types import Ground, OrderCard, Payer, PayerKind
from acquis.kit.refusal import Refused
from acquis.outside import bank_standin
from acquis.outside.bank_standin import Booked
from acquis.people import actions as people
from acquis.people.types import CivilIdentity, NewPerson, Sex
from acquis.treasury.actions import take_bank_file

IBAN = "FR7699999000010000000000115"
SIREN = "552100554"


@contextmanager
def refuses(reason: StrEnum) -> Iterator[None]:
    """What is done inside is refused, for this reason."""
    with pytest.raises(Refused) as found:
        yield
    assert found.value.reason == reason


@dataclass(frozen=True)
class Somebody:
    """A holder with a number."""

    nir: str
    name: str
    account_id: UUID


def nir(rank: int) -> str:
    bare = dsn_files.nir(rank)
    return bare + dsn_files.key(bare)


def somebody(rank: int, name: str = "") -> Somebody:
    name = name or f"DUPONT-{chr(65 + rank % 26)}"
    (person_id,) = people.register_people(
        people=[
            NewPerson(
                civil=CivilIdentity(
                    birth_name=name, first_names="Alix", born_on=date(1980, 5, 1), sex=Sex.MALE, birth_place="75056"
                ),
                nir=nir(rank),
            )
        ],
        by=scenes.SYSTEM,
        at=AT,
    )
    account_id = accounts.open_account(person_id=person_id, by=scenes.SYSTEM, at=AT)
    return Somebody(nir(rank), name, account_id)


def payer(giver: Giver | Company) -> Payer:
    if isinstance(giver, Company):
        kind, own = PayerKind.EMPLOYER, PurseKind.EMPLOYER
        return Payer(kind=kind, id=giver.id, name="Biscuiterie", siren=giver.siren, purse_kind=own)
    return Payer(kind=PayerKind.FUNDER, id=giver.id, name="Région Bretagne", siren=SIREN, purse_kind=PurseKind.REGION)


def drafted(giver: Giver | Company, *, at: datetime = AT, **more: Any) -> UUID:
    return actions.draft_order(
        **{"payer": payer(giver), "ground": Ground.VOLUNTARY, "purpose": "Numérique", **more}, by=giver.agent, at=at
    )


def a_csv(*rows: tuple[str, ...], head: str = "nir;nom;montant;matricule") -> bytes:
    return "\n".join([head, *(";".join(row) for row in rows)]).encode()


def a_workbook(*rows: tuple[object, ...], head: tuple[str, ...] = ("NIR", "Nom", "Montant", "Matricule")) -> bytes:
    out = BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        for rank, row in enumerate((head, *rows)):
            sheet.write_row(rank, 0, row)
    return out.getvalue()


def read(order_id: UUID, content: bytes, giver: Giver | Company, *, at: datetime = AT) -> OrderCard:
    """Give the file, and have it read as the worker does."""
    actions.give_file(order_id=order_id, content=content, name="salaries.csv", by=giver.agent, at=at)
    jobs.read_file(order_id=str(order_id), due=at.isoformat())
    return card(order_id)


def filled(
    giver: Giver | Company | None = None, *people: Somebody, cents: str = "500", **more: Any
) -> tuple[Giver | Company, UUID]:
    """A draft with a line for each."""
    giver = giver or a_funder()
    order_id = drafted(giver, **more)
    read(order_id, a_csv(*((each.nir, each.name, cents, f"M{i}") for i, each in enumerate(people))), giver)
    return giver, order_id


def sent(giver: Giver | Company | None = None, *people: Somebody, **more: Any) -> tuple[Giver | Company, UUID, str]:
    giver, order_id = filled(giver, *people, **more)
    return giver, order_id, actions.submit_order(order_id=order_id, by=giver.manager, at=AT)


def transferred(words: str, cents: int, *, number: str = "S1", at: datetime = AT) -> UUID:
    """The bank's statement says that somebody sent us `cents` with these words."""
    content = bank_standin.statement(
        iban=IBAN,
        number=number,
        on=at.date(),
        made_at=at,
        opening_cents=0,
        booked=[Booked(credit=True, amount_cents=cents, reference=f"B{number}", words=words)],
    )
    return take_bank_file(content=content, name="releve.xml", by=scenes.FINANCE, at=at)


def credited(order_id: UUID, *, at: datetime = AT) -> OrderCard:
    """Receive and credit, as the reaction and the worker do."""
    actions.receive_order(order_id=order_id, received_on=at.date(), by=scenes.SYSTEM, at=at)
    jobs.credit_order(order_id=str(order_id), due=at.isoformat())
    return card(order_id)


def card(order_id: UUID) -> OrderCard:
    return queries.order(order_id, by=scenes.SYSTEM)


def total(who: Somebody) -> int:
    rights = known.rights(who.account_id, on=AT.date())
    assert rights is not None
    return rights.total_cents
