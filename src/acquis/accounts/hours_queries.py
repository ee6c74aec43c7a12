"""Why a public agent's year gave the hours it gave: its facts, the rule's working over them, the articles applied."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from uuid import UUID

from acquis.kit.actor import Actor
from acquis.rules import Regime, WorkUnit, YearlyHours

from . import permissions
from .explaining import article
from .hours import ask
from .joined_queries import joined_to
from .models import Account
from .models import YearlyHours as Credit
from .types import Cause, HoursVersion, WhyHours, YearRow

_EXPLAINED_BY = ("public_agent_hours", "public_agent_ceiling_hours")
_IF_CATEGORY_C = ("category_c_hours", "category_c_ceiling_hours")


def why_hours(account_id: UUID, year: int, *, by: Actor | None = None) -> WhyHours | None:
    """Why a year of a public agent gave its hours; None when it gave none, or there is no such account for `by`."""
    rows = Account.objects.filter(pk=account_id)
    account = (rows if by is None else permissions.READ.rows(by, rows)).first()
    if account is None:
        return None
    own = joined_to(account.id) | {account.id}
    versions = list(Credit.objects.filter(account_id__in=own, year=year).order_by("version"))
    # As in euros: what the account itself was given last tells of those that lead to it as well.
    versions.sort(key=lambda row: row.account_id == account.id)
    return _explained(account.id, versions) if versions else None


def _explained(account_id: UUID, versions: Sequence[Credit]) -> WhyHours:
    last = versions[-1]
    working = _working(last)
    names = _IF_CATEGORY_C if last.category_c_low_qualified else _EXPLAINED_BY
    given = accumulate(each.moved_hours for each in versions)
    return WhyHours(
        account_id=account_id,
        year=last.year,
        cause=Cause(last.cause),
        category_c_low_qualified=last.category_c_low_qualified,
        is_part_time_post=last.is_part_time_post,
        balance_before_hours=last.balance_before_hours,
        full_hours=working.full_hours if working else None,
        room_hours=working.room_hours if working else None,
        earned_hours=last.earned_hours,
        ceiling_hours=last.ceiling_hours,
        moved_hours=sum(each.moved_hours for each in versions),
        shortfall_hours=last.shortfall_hours,
        credited_on=last.credited_on,
        articles=tuple(each for name in names for each in article(name, last.year)),
        history=tuple(
            HoursVersion(
                version=each.version,
                cause=Cause(each.cause),
                worked=each.worked,
                reference=each.reference,
                category_c_low_qualified=each.category_c_low_qualified,
                moved_hours=each.moved_hours,
                given_hours=hours,
                shortfall_hours=each.shortfall_hours,
                credited_on=each.credited_on,
            )
            for each, hours in zip(versions, given, strict=True)
        ),
    )


def _working(credit: Credit) -> YearlyHours | None:
    """The rule's working over the facts kept; None when a working of today would explain other hours."""
    if credit.cause == Cause.UNDONE:
        return None
    row = YearRow(
        account_id=credit.account_id,
        year=credit.year,
        regime=Regime.PUBLIC_AGENT,
        unit=WorkUnit.SHARE,
        worked=credit.worked,
        reference=credit.reference,
        category_c_low_qualified=credit.category_c_low_qualified,
        is_part_time_post=credit.is_part_time_post,
    )
    given = ask(row, credit.balance_before_hours)
    same = (given.earned_hours, given.ceiling_hours) == (credit.earned_hours, credit.ceiling_hours)
    return given if same else None
