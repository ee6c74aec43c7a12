"""Some lines of an employer's list of endowments are taken: each by the act of its ground, which judges it.

A sum of more than one agent may write alone is proposed, and waits for a second person.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from enum import Enum, StrEnum
from typing import Any
from uuid import UUID

from django.db import transaction

from acquis.accounts import actions as accounts
from acquis.accounts import queries as known_accounts
from acquis.accounts.types import GrantGround, GrantProposalState, PurseKind
from acquis.accounts.types import Refusal as AccountRefusal
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused
from acquis.people import queries as people
from acquis.rules import Refusal as LawRefusal

from .. import permissions
from ..models import Import
from ..reporting import keep
from ..types import Endowed, Endowment, Found, Refusal, State

_ACTS: dict[GrantGround, Callable[..., Any]] = {
    GrantGround.AGREEMENT: accounts.receive_agreement,
    GrantGround.DISMISSAL: accounts.receive_dismissal,
    GrantGround.WHISTLEBLOWER: accounts.receive_whistleblower,
}
#: What a refusal of an act is called in a report, and the column it is about.
_CODES: dict[StrEnum, tuple[str, str]] = {
    AccountRefusal.NOT_IN_THIS_STATE: ("endow_account_over", "nir"),
    AccountRefusal.REFERENCE_REUSED: ("endow_reference_used", "reference"),
    AccountRefusal.GRANT_WITHDRAWN: ("endow_withdrawn", "reference"),
    AccountRefusal.GRANT_HANDED_OVER: ("endow_handed_over", "reference"),
    AccountRefusal.DAY_TO_COME: ("endow_day", ""),
    AccountRefusal.DAYS_CROSSED: ("endow_day", ""),
    AccountRefusal.DAY_TOO_EARLY: ("endow_day", ""),
    AccountRefusal.GROUND_NOT_MET: ("endow_no_room", "montant"),
    LawRefusal.AMOUNT_BELOW_LEAST: ("endow_below_least", "montant"),
}
_COLUMN_OF = {
    "year": "annee",
    "sent_on": "jour_donnees",
    "decided_on": "jour_decision",
    "notified_on": "jour_licenciement",
}


class _Became(Enum):
    """What became of a line that was not refused."""

    GIVEN = "given"
    PROPOSED = "proposed"
    UNCHANGED = "unchanged"


class _Wrong(Exception):
    """A line that no act is asked about."""

    def __init__(self, code: str, column: str) -> None:
        super().__init__(code)
        self.code, self.column = code, column


class _TakenBack(Exception):
    """The preview is over, and leaves nothing."""


@act
def take_endowments(
    *,
    import_id: UUID,
    endowments: Sequence[Endowment],
    preview: bool,
    findings: list[Found],
    by: Actor,
    at: datetime,
) -> Endowed:
    """What became of a slice; `preview` does the same and takes it back. Replayed, it changes nothing."""
    permissions.IMPORT.require_any(by)
    if not Import.objects.filter(pk=import_id, state=State.READING).exists():
        raise Refused(Refusal.IMPORT_CLOSED)

    # After this point the slice must succeed: what an act refuses costs its own line.
    person_of = people.persons_with_nir({each.nir for each in endowments}, by=by)
    account_of = known_accounts.accounts_of(set(person_of.values()))
    taken = Endowed()
    try:
        with transaction.atomic():
            taken = _each(endowments, {nir: account_of.get(person) for nir, person in person_of.items()}, by=by, at=at)
            if preview:
                raise _TakenBack
    except _TakenBack:
        pass
    keep(import_id, findings)
    return taken


def _each(
    endowments: Sequence[Endowment], accounts_by_nir: dict[str, UUID | None], *, by: Actor, at: datetime
) -> Endowed:
    given = given_cents = proposed = proposed_cents = unchanged = 0
    refused: list[tuple[int, int, str, str]] = []
    for each in endowments:
        try:
            with transaction.atomic():
                became = _take(each, accounts_by_nir.get(each.nir), by=by, at=at)
        except _Wrong as wrong:
            refused.append((each.rank, each.line, wrong.code, wrong.column))
        except Refused as told:
            code, column = _CODES.get(told.reason, ("endow_law", ""))
            column = _COLUMN_OF.get(str(told.details.get("field", "")), column)
            refused.append((each.rank, each.line, code, column))
        else:
            given += became is _Became.GIVEN
            given_cents += each.amount_cents * (became is _Became.GIVEN)
            proposed += became is _Became.PROPOSED
            proposed_cents += each.amount_cents * (became is _Became.PROPOSED)
            unchanged += became is _Became.UNCHANGED
    return Endowed(
        given=given,
        given_cents=given_cents,
        proposed=proposed,
        proposed_cents=proposed_cents,
        unchanged=unchanged,
        refused=tuple(refused),
    )


def _take(each: Endowment, account_id: UUID | None, *, by: Actor, at: datetime) -> _Became:
    """Give one endowment, or propose it."""
    if account_id is None:
        raise _Wrong("endow_nobody", "nir")
    reference = each.facts["reference"]
    if not known_accounts.payments_given([reference]) and known_accounts.needs_a_second_person(each.amount_cents):
        state = known_accounts.payments_proposed([reference]).get(reference)
        if each.ground is None:
            raise _Wrong("endow_too_much", "montant")
        if state is GrantProposalState.DECLINED:
            raise _Wrong("endow_declined", "reference")
        accounts.propose_grant(account_id=account_id, ground=each.ground, facts=each.facts, by=by, at=at)
        return _Became.PROPOSED if state is None else _Became.UNCHANGED
    became = _Became.UNCHANGED if known_accounts.payments_given([reference]) else _Became.GIVEN
    if each.ground is None:
        accounts.top_up(account_id=account_id, kind=PurseKind.EMPLOYER, **each.facts, by=by, at=at)
    else:
        _ACTS[each.ground](account_id=account_id, **each.facts, by=by, at=at)
    return became
