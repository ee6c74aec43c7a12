"""Statements given on paper: whose they may be, and what their code answers."""

from __future__ import annotations

import re

import pytest
from tests import scenes
from tests.attendance import scenes as attending

from acquis.kit.refusal import Refused
from acquis.support import actions, models, queries
from acquis.support.types import Paper, Refusal

pytestmark = pytest.mark.django_db


def test_a_code_answers_for_what_was_written_however_it_is_typed() -> None:
    holder = scenes.a_holder()
    lines = [("20/11/2026", "Droits de l’année", "+500,00 €")]
    given = {"balance_cents": 50_000, "year": 2026, "whole_account": True}
    code = actions.issue_statement(lines=lines, **given, by=holder.actor, at=scenes.AT)
    assert re.fullmatch(r"[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}", code)
    found = queries.issued(f" {code.lower().replace('-', ' ')} ")
    assert found is not None
    assert (found.lines, found.balance_cents, found.year, found.whole_account) == (1, 50_000, 2026, True)
    assert queries.issued("AAAA-AAAA-AAAA") is None
    other = actions.issue_statement(lines=[("20/11/2026", "", "")], **given, by=holder.actor, at=scenes.AT)
    first, second = (models.Issued.objects.get(pk=each).digest for each in (code, other))
    assert first != second


def test_only_a_holder_is_given_a_statement() -> None:
    with pytest.raises(Refused, match=str(Refusal.NOT_ALLOWED)):
        actions.issue_statement(lines=[], balance_cents=0, year=None, whole_account=True, by=scenes.STAFF, at=scenes.AT)


def test_a_record_of_attendance_answers_for_itself_whoever_takes_it() -> None:
    group = attending.a_class()
    attending.confirming(group, attending.opened(group))
    head = attending.record(group.first).head
    for by in (group.first.holder.actor, group.body.agent):
        code = actions.issue_record(enrolment_id=group.first.id, by=by, at=attending.AFTER)
        found = queries.issued(code)
        assert found is not None
        assert (found.paper, found.lines, found.rate_percent, found.digest) == (Paper.ATTENDANCE, 1, 100, head)
    for stranger in (group.second.holder.actor, scenes.a_body().agent):
        with pytest.raises(Refused, match=str(Refusal.NO_RECORD)):
            actions.issue_record(enrolment_id=group.first.id, by=stranger, at=attending.AFTER)
    with pytest.raises(Refused, match=str(Refusal.NOT_ALLOWED)):
        actions.issue_record(enrolment_id=group.first.id, by=scenes.STAFF, at=attending.AFTER)
