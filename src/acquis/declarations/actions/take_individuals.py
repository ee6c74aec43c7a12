"""Some individuals of a declaration are taken: each is recognised, has an account, and their lines are written."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from acquis.accounts import actions as accounts
from acquis.accounts import queries as known_accounts
from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused
from acquis.rules import law_on

from .. import events, permissions, waiting
from ..identifying import recognise
from ..models import Declaration, Import, WaitingIndividual
from ..reporting import keep
from ..taking import Slice, Taken
from ..types import Found, Individual, Refusal, State


@act
def take_individuals(
    *,
    import_id: UUID,
    declaration_id: UUID,
    individuals: Sequence[Individual],
    findings: list[Found],
    by: Actor,
    at: datetime,
) -> Taken:
    """Take a slice of individuals (some hundreds), and keep the findings made on the way.

    Who resembles somebody else waits for an agent's answer, lines and all. Replayed, it changes nothing.
    """
    # The declaration's row is the lock: two files that hold the same declaration take turns.
    declaration = Declaration.objects.select_for_update().get(pk=declaration_id)

    permissions.IMPORT.require_any(by)
    if not Import.objects.filter(pk=import_id, state=State.READING).exists():
        raise Refused(Refusal.IMPORT_CLOSED)

    slice_ = Slice(declaration, at)
    found: list[tuple[Individual, UUID, UUID]] = []
    apart: list[WaitingIndividual] = []
    working = [each for each in individuals if each.works]
    for each, known in zip(working, recognise(working, siret=declaration.siret, by=by, at=at), strict=True):
        of_age = _is_of_age(each, declaration)
        if known.code or not of_age:
            slice_.refused.append((each.rank, each.line, known.code or "too_young"))
        elif known.person_id is not None:
            found.append((each, known.person_id, known.found_id or known.person_id))
        else:
            apart.append(waiting.row_of(each, known.reference, declaration, at))
    persons = {person_id for _, person_id, _ in found}
    account_of = accounts.open_accounts(person_ids=sorted(persons), by=by, at=at) if persons else {}
    # What is declared of somebody who turned out to be another stays under the account they had: should the two be
    # parted, each has again what was declared of them.
    account_of |= known_accounts.accounts_of({found_id for _, _, found_id in found} - account_of.keys())
    slice_.know(set(account_of.values()))
    for each, person_id, found_id in found:
        slice_.take(each.rank, each.works, account_of.get(found_id) or account_of[person_id])

    # After this point the taking must succeed.
    slice_.write()
    WaitingIndividual.objects.bulk_create(apart, ignore_conflicts=True)
    keep(import_id, findings)

    taken = slice_.taken(len(individuals), ((row.rank, row.line) for row in apart))
    if slice_.new:
        record(
            events.Taken(about=import_id, created=taken.created, corrected=taken.corrected, unchanged=taken.unchanged),
            by=by,
            at=at,
        )
    return taken


def _is_of_age(individual: Individual, declaration: Declaration) -> bool:
    """Whether they had the age of an account on the last day declared (L6323-1)."""
    day, born = declaration.period_to, individual.person.civil.born_on
    law = law_on(day).account
    age = day.year - born.year - ((day.month, day.day) < (born.month, born.day))
    return age >= (law.opening_age_apprentices if individual.young else law.opening_age)
