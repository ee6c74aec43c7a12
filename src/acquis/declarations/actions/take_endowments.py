"""Some lines of an employer's list of endowments are taken: each by the act of its ground, which judges it.

A sum of more than one agent may write alone is proposed, and waits for a second person.
"""

from __future__ import annotations

from collections import Counter
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
from acquis.kit.clock import day_of
from acquis.kit.refusal import Refused
from acquis.people import queries as people
from acquis.rules import Refusal as LawRefusal
from acquis.rules import law_on, platform_payment

from .. import permissions
from ..list_types import Noted, Taken
from ..listing import tried
from ..models import Import
from ..reporting import keep
from ..types import Endowment, Found, Refusal, State

_ACTS: dict[GrantGround, Callable[..., Any]] = {
    GrantGround.AGREEMENT: accounts.receive_agreement,
    GrantGround.DISMISSAL: accounts.receive_dismissal,
    GrantGround.WHISTLEBLOWER: accounts.receive_whistleblower,
    GrantGround.PLATFORM: accounts.receive_platform,
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
    LawRefusal.NOT_FIXED_YET: ("endow_platform", "motif"),
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


@act
def take_endowments(
    *,
    import_id: UUID,
    told: Sequence[Endowment],
    preview: bool,
    findings: list[Found],
    by: Actor,
    at: datetime,
) -> Taken:
    """What became of a slice; `preview` does the same and takes it back. Replayed, it changes nothing."""
    permissions.IMPORT.require_any(by)
    if not Import.objects.filter(pk=import_id, state=State.READING).exists():
        raise Refused(Refusal.IMPORT_CLOSED)

    # After this point the slice must succeed: what an act refuses costs its own line.
    person_of = people.persons_with_nir({each.nir for each in told}, by=by)
    account_of = known_accounts.accounts_of(set(person_of.values()))
    accounts_by_nir = {nir: account_of.get(person) for nir, person in person_of.items()}
    taken = tried(lambda: _each(told, accounts_by_nir, by=by, at=at), preview=preview)
    keep(import_id, findings)
    return taken


def _each(told: Sequence[Endowment], accounts_by_nir: dict[str, UUID | None], *, by: Actor, at: datetime) -> Taken:
    counts: Counter[str] = Counter()
    noted: list[Noted] = []
    for each in told:
        try:
            with transaction.atomic():
                became = _take(each, accounts_by_nir.get(each.nir), by=by, at=at)
        except _Wrong as wrong:
            noted.append(Noted(rank=each.rank, line=each.line, code=wrong.code, column=wrong.column))
        except Refused as refused:
            code, column = _CODES.get(refused.reason, ("endow_law", ""))
            column = _COLUMN_OF.get(str(refused.details.get("field", "")), column)
            noted.append(Noted(rank=each.rank, line=each.line, code=code, column=column))
        else:
            counts[became.value] += 1
            if became is not _Became.UNCHANGED:
                counts[f"{became.value}_cents"] += each.amount_cents
    return Taken(counts=counts, noted=tuple(noted))


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
    if each.ground is GrantGround.PLATFORM:
        owed = platform_payment(law_on(day_of(at)))
        if owed.refusal is None and owed.granted_cents != each.amount_cents:
            raise _Wrong("endow_not_the_amount", "montant")
    became = _Became.UNCHANGED if known_accounts.payments_given([reference]) else _Became.GIVEN
    if each.ground is None:
        accounts.top_up(account_id=account_id, kind=PurseKind.EMPLOYER, **each.facts, by=by, at=at)
    else:
        _ACTS[each.ground](account_id=account_id, **each.facts, by=by, at=at)
    return became
