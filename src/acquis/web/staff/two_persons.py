"""What the pages of a joining and of a split have alike: both persons side by side, and who may propose."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext as _

from acquis.accounts import queries as accounts
from acquis.accounts.types import Rights
from acquis.kit.actor import Actor, Role
from acquis.kit.clock import day_of
from acquis.people import queries as people
from acquis.people.types import Agreement, ContactCard
from acquis.web.door import actor_of
from acquis.web.session import Request


def sides(
    persons: Sequence[tuple[str, UUID]], request: Request, *, by: Actor, reason: str
) -> list[tuple[str, ContactCard, Rights | None]]:
    """For each (title, person): the title, who it is, and what their account holds today; the look is kept."""
    return [
        (words, people.card_of(person, by=by, reason=reason), _rights(person, request, by)) for words, person in persons
    ]


def differing(found: Mapping[str, Agreement]) -> str:
    """The fields in which two identities are not one, in words: « nom de naissance, jour de naissance »."""
    words = {
        "birth_name": _("nom de naissance"),
        "first_names": _("prénoms"),
        "born_on": _("jour de naissance"),
        "sex": _("sexe"),
        "birth_place": _("lieu de naissance"),
        "nir": _("numéro de sécurité sociale"),
    }
    return ", ".join(words[field] for field, agreement in found.items() if agreement is Agreement.DIFFERENT)


def agent(request: Request) -> Actor:
    """Who proposes; for anybody else the page does not exist."""
    by = actor_of(request)
    if not by.has(Role.STAFF_AGENT):
        raise Http404
    return by


def _rights(person_id: UUID, request: Request, by: Actor) -> Rights | None:
    account_id = accounts.account_of(person_id)
    return accounts.rights(account_id, on=day_of(request.at), by=by) if account_id else None
