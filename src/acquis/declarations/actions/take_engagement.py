"""Some years of engagement are taken, each by the act that judges it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.db import transaction

from acquis.accounts import actions as accounts
from acquis.accounts import queries as known_accounts
from acquis.accounts.types import EngagementRow
from acquis.accounts.types import Refusal as AccountRefusal
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused
from acquis.rules import Refusal as LawRefusal

from .. import permissions
from ..list_types import EngagementLine, Noted, Taken
from ..listing import tried
from ..models import Import
from ..reporting import keep
from ..types import Found, Refusal, State
from ..whose import accounts_of

#: What a refusal of the act is called in a report, and the column it is about.
_CODES: dict[StrEnum, tuple[str, str]] = {
    AccountRefusal.NOT_IN_THIS_STATE: ("told_account_over", "nir"),
    AccountRefusal.REFERENCE_REUSED: ("engage_otherwise", "quantite"),
    AccountRefusal.GRANT_HANDED_OVER: ("endow_handed_over", ""),
    AccountRefusal.DAY_TO_COME: ("engage_year", "annee"),
    LawRefusal.DATE_NOT_COVERED: ("engage_year", "annee"),
    LawRefusal.THRESHOLD_NOT_REACHED: ("engage_threshold", "quantite"),
    LawRefusal.ASSOCIATION_TOO_YOUNG: ("engage_association", "jour_association"),
    LawRefusal.DECLARED_TOO_LATE: ("engage_late", "jour_declaration"),
    LawRefusal.NOT_CONFIRMED_IN_TIME: ("engage_late", "jour_confirmation"),
}


@act
def take_engagement(
    *,
    import_id: UUID,
    told: Sequence[EngagementLine],
    preview: bool,
    findings: list[Found],
    by: Actor,
    at: datetime,
) -> Taken:
    """What became of a slice; `preview` does the same and takes it back. Replayed, it changes nothing."""
    permissions.IMPORT.require_any(by)
    if not Import.objects.filter(pk=import_id, state=State.READING).exists():
        raise Refused(Refusal.IMPORT_CLOSED)

    # After this point the slice must succeed: what the act refuses costs its own line.
    account_of, noted = accounts_of(told, by=by)
    taken = tried(lambda: _each(told, account_of, by=by, at=at), preview=preview)
    counts = dict(taken.counts) | {"nobody": sum(not each.blocking for each in noted)}
    keep(import_id, findings)
    return Taken(counts=counts, noted=tuple(sorted((*noted, *taken.noted), key=lambda each: each.rank)))


def _each(told: Sequence[EngagementLine], account_of: list[UUID | None], *, by: Actor, at: datetime) -> Taken:
    counts: Counter[str] = Counter()
    noted = []
    known = known_accounts.engagements_of({account for account in account_of if account is not None})
    for each, account_id in zip(told, account_of, strict=True):
        if account_id is None:
            continue
        row = EngagementRow(account_id=account_id, **each.facts)
        try:
            with transaction.atomic():
                cents = accounts.credit_engagement(row=row, by=by, at=at)
        except Refused as refused:
            code, column = _CODES.get(refused.reason, ("endow_law", ""))
            noted.append(Noted(rank=each.rank, line=each.line, code=code, column=column))
            continue
        if (account_id, row.year, row.activity) in known:
            counts["unchanged"] += 1
        else:
            counts["given"] += 1
            counts["given_cents"] += cents
    return Taken(counts=counts, noted=tuple(noted))
