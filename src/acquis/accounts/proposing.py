"""Rights of more than one agent may write alone: the act that a proposal asks for, tried when it is proposed, done when
a second person approves. The act itself judges both times."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from acquis.kit.actor import Actor, system
from acquis.kit.refusal import Refused

from .actions.convert_points import convert_points
from .actions.receive_agreement import receive_agreement
from .actions.receive_corrective import receive_corrective
from .actions.receive_dismissal import receive_dismissal
from .actions.receive_whistleblower import receive_whistleblower
from .models import Account, Grant, GrantProposal
from .types import GrantGround, Refusal

#: The acts that may be asked for, and which of their facts are days.
_ACTS: Mapping[GrantGround, tuple[Callable[..., Any], frozenset[str]]] = {
    GrantGround.AGREEMENT: (receive_agreement, frozenset()),
    GrantGround.DISMISSAL: (receive_dismissal, frozenset({"notified_on", "sent_on"})),
    GrantGround.CORRECTIVE: (receive_corrective, frozenset({"reviewed_on"})),
    GrantGround.WHISTLEBLOWER: (receive_whistleblower, frozenset({"decided_on"})),
    GrantGround.PREVENTION_POINTS: (convert_points, frozenset()),
}
PROPOSABLE = frozenset(_ACTS)


class _TakenBack(Exception):
    """The trial is over, and leaves nothing."""


def foresee(account: Account, ground: GrantGround, facts: Mapping[str, Any], *, at: datetime) -> int:
    """What the act would give, in cents, found by doing it and taking it back; refused as it would be."""
    before = set(Grant.objects.filter(account=account).values_list("pk", flat=True))
    found: list[int] = []
    try:
        with transaction.atomic():
            do(account, ground, facts, by=system("trial of a proposal"), at=at)
            new = Grant.objects.filter(account=account).exclude(pk__in=before)
            found = list(new.values_list("amount", flat=True))
            raise _TakenBack
    except _TakenBack:
        pass
    if not found:
        raise Refused(Refusal.REFERENCE_REUSED)
    return sum(found)


def do(account: Account, ground: GrantGround, facts: Mapping[str, Any], *, by: Actor, at: datetime) -> None:
    """The act of the ground, with facts as they are kept or as they were given."""
    act, days = _ACTS[ground]
    given = {
        name: date.fromisoformat(value) if name in days and isinstance(value, str) else value
        for name, value in facts.items()
    }
    act(account_id=account.id, **given, by=by, at=at)


def approved(row: GrantProposal) -> Actor:
    """Who writes the right: two agents have decided, neither of whom could alone."""
    return system(f"grant proposal {row.id}")
