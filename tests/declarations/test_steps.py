"""The steps of a reading, one act each: opened, declaration by declaration, closed; who may, and when."""

from __future__ import annotations

from array import array
from datetime import date
from uuid import uuid4

import pytest
from tests.declarations import dsn_files as f
from tests.declarations import scenes as s

from acquis.declarations import models
from acquis.declarations.actions import close_declaration, close_import, open_declaration, open_import
from acquis.declarations.formats.lines import Look
from acquis.declarations.types import Header, Refusal, Source, State
from acquis.kit.refusal import Refused

pytestmark = pytest.mark.django_db

SEEN = Look(encoding="utf-8", sha256="0" * 64, size=1, ascii=True)


def header(order: int = 1, *, replaces: bool = False) -> Header:
    return Header(
        source=Source.DSN, lineage="dsn x 2025-03 11", order=order, siret=f.SIREN + f.NIC, employer="",
        period_from=date(2025, 3, 1), period_to=date(2025, 3, 31), replaces=replaces,
    )  # fmt: skip


def opened():
    return open_import(source=Source.DSN, file_name="a.dsn", format_="neodes", look=SEEN, by=s.SYSTEM, at=s.AT)


def closed(import_id, *, by=s.SYSTEM):
    close_import(import_id=import_id, counts={}, findings=[], findings_total=0, blocking_total=0, by=by, at=s.AT)


def test_only_the_system_reads_files():
    with pytest.raises(Refused) as refused:
        open_import(source=Source.DSN, file_name="a", format_="neodes", look=SEEN, by=s.AGENT, at=s.AT)
    assert refused.value.reason is Refusal.NOT_ALLOWED
    with pytest.raises(Refused) as refused:
        open_declaration(header=header(), by=s.AGENT, at=s.AT)
    assert refused.value.reason is Refusal.NOT_ALLOWED
    reading = opened()
    with pytest.raises(Refused) as refused:
        closed(reading, by=s.AGENT)
    assert refused.value.reason is Refusal.NOT_ALLOWED
    declaration = open_declaration(header=header(2, replaces=True), by=s.SYSTEM, at=s.AT)
    with pytest.raises(Refused) as refused:
        close_declaration(import_id=reading, declaration_id=declaration, named=array("q"), by=s.AGENT, at=s.AT)
    assert refused.value.reason is Refusal.NOT_ALLOWED


def test_the_same_sending_is_the_same_declaration_and_one_replaced_is_none():
    first = open_declaration(header=header(1), by=s.SYSTEM, at=s.AT)
    assert open_declaration(header=header(1), by=s.SYSTEM, at=s.AT) == first
    assert open_declaration(header=header(3, replaces=True), by=s.SYSTEM, at=s.AT) != first
    assert open_declaration(header=header(1), by=s.SYSTEM, at=s.AT) is None
    assert open_declaration(header=header(2), by=s.SYSTEM, at=s.AT) is None


def test_a_reading_is_closed_once():
    with pytest.raises(Refused) as refused:
        closed(uuid4())
    assert refused.value.reason is Refusal.IMPORT_UNKNOWN
    reading = opened()
    closed(reading)
    assert models.Import.objects.get().state == State.READ
    with pytest.raises(Refused) as refused:
        closed(reading)
    assert refused.value.reason is Refusal.IMPORT_CLOSED


def test_a_declaration_withdraws_nothing_unless_it_replaces_and_its_reading_is_open():
    s.bring(s.dsn(f.person(1)))
    known = models.Declaration.objects.get()
    reading = opened()
    plain = Header(
        source=Source.DSN, lineage=known.lineage, order=2, siret=known.siret, employer="",
        period_from=known.period_from, period_to=known.period_to,
    )  # fmt: skip
    declaration = open_declaration(header=plain, by=s.SYSTEM, at=s.AT)
    words = {"declaration_id": declaration, "named": array("q"), "by": s.SYSTEM, "at": s.AT}
    assert close_declaration(import_id=reading, **words) == 0
    closed(reading)
    with pytest.raises(Refused) as refused:
        close_declaration(import_id=reading, **words)
    assert refused.value.reason is Refusal.IMPORT_CLOSED
    assert s.told(s.account(1))[1] == "151.67"
