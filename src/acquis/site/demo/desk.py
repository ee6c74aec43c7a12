"""What lies on the agents' desk when somebody plays one: requests, identities to look at, a death, accounts to join.

Each by the acts that bring it in the real life, in the last weeks; few, so that each can be played to its end.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from acquis.accounts import actions as accounts
from acquis.employers.queries import company_with_siren
from acquis.joining import actions as joining
from acquis.kit.actor import Actor, Role
from acquis.kit.clock import day_of
from acquis.kit.ids import new_id
from acquis.outside.identity_standin import personas
from acquis.people import actions as people
from acquis.people.types import DeclaredIdentity, NewPerson, Sex
from acquis.support import actions as support
from acquis.support.types import Outcome, ProofFile, Topic

from .lives import PLAYER
from .regimes import PAPER

#: Fewer people than this, and nothing is put on the desk: the smallest countries are for tests of other things.
ENOUGH = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Somebody of the country, with their account."""

    told: NewPerson
    person_id: UUID
    account_id: UUID

    @property
    def actor(self) -> Actor:
        return Actor(roles=frozenset({Role.HOLDER}), id=self.person_id, account_id=self.account_id)


def fill(everybody: Sequence[Known], *, agent: Actor, now: datetime, last_year: int) -> None:
    """Put on the desk what came in the last weeks. `everybody` in any order: the same people are taken each time."""
    if len(everybody) < ENOUGH:
        return
    step = len(everybody) // ENOUGH
    some = [everybody[step * rank] for rank in range(ENOUGH)]
    _requests(some[:5], agent=agent, now=now, year=last_year)
    _doubts(some[5:9], now=now)
    _death(min(everybody, key=lambda each: each.told.civil.born_on), now=now)
    _twice(some[10], agent=agent, now=now)


def _requests(askers: Sequence[Known], *, agent: Actor, now: datetime, year: int) -> None:
    """One of each kind of day: just sent, taken, waiting for its holder, passed to the employer, answered."""
    said = (
        (Topic.HOURS, "J’ai travaillé à temps plein toute l’année, le relevé ne compte que six mois."),
        (Topic.YEAR_MISSING, "Mon année chez mon ancien employeur n’apparaît pas."),
        (Topic.SITUATION, "J’ai une reconnaissance de handicap depuis mars, elle n’est pas prise en compte."),
        (Topic.HOURS, "Mon congé maternité n’est pas compté."),
        (Topic.TRAINING_MONEY, "L’organisme a annulé la session, la somme n’est pas revenue."),
    )
    for days, asker, (topic, words) in zip((1, 3, 6, 9, 13), askers, said, strict=True):
        at = now - timedelta(days=days)
        inquiry_id = support.open_inquiry(
            inquiry_id=new_id(),
            topic=topic,
            said=words,
            year=year if topic is not Topic.TRAINING_MONEY else None,
            employer="Ateliers du Port" if topic in (Topic.HOURS, Topic.YEAR_MISSING) else "",
            proofs=[ProofFile(name="fiche de paie.pdf", content=PAPER)] if days == 3 else (),
            by=asker.actor,
            at=at,
        )
        if days > 1:
            support.take(inquiry_id=inquiry_id, by=agent, at=at + timedelta(hours=20))
        if topic is Topic.SITUATION:
            question = "Pouvez-vous joindre la notification de la MDPH ?"
            support.ask(inquiry_id=inquiry_id, said=question, by=agent, at=at + timedelta(hours=21))
        elif days == 9:
            order = "Merci de vérifier les absences déclarées pour cette salariée."
            support.relay(
                inquiry_id=inquiry_id, said=order, company_id=_company(), by=agent, at=at + timedelta(hours=22)
            )
        elif topic is Topic.TRAINING_MONEY:
            support.answer(
                inquiry_id=inquiry_id,
                outcome=Outcome.EXPLAINED,
                said="La somme est revenue sur votre compte le lendemain de l’annulation : elle est dans votre relevé.",
                by=agent,
                at=at + timedelta(days=2),
            )


def _company() -> UUID | None:
    """The company that has its pages here, in countries where it came."""
    card = company_with_siren(personas.organisation("biscuiterie").siret[:9])
    return None if card is None else card.id


def _doubts(near: Sequence[Known], *, now: datetime) -> None:
    """Declared identities that nobody could place: a slip in a name or a day, a number of somebody else."""
    first, second, third, fourth = near
    slips = [
        replace(_declared(first, "1"), birth_name=_slip(first.told.civil.birth_name)),
        replace(_declared(second, "2"), born_on=_other_day(second.told.civil.born_on)),
        replace(_declared(third, "3"), birth_place="", first_names=_slip(third.told.civil.first_names)),
        DeclaredIdentity(
            reference="demonstration 4",
            birth_name="Nguyen",
            first_names="Paul",
            born_on=date(1971, 2, 3),
            sex=Sex.MALE,
            nir=fourth.told.nir or "",
        ),
    ]
    for days, slip in zip((12, 8, 5, 2), slips, strict=True):
        people.match_declared(identities=[slip], by=PLAYER, at=now - timedelta(days=days))


def _death(oldest: Known, *, now: datetime) -> None:
    """INSEE's file told of a death; only the register or an agent can say that it is this person's."""
    at = now - timedelta(days=4)
    told = replace(_declared(oldest, "death"), died_on=day_of(at) - timedelta(days=17))
    accounts.receive_deaths(deaths=[told], by=PLAYER, at=at)


def _twice(known: Known, *, agent: Actor, now: datetime) -> None:
    """A person who has two files: an agent holds them to be one, and another agent must decide."""
    at = now - timedelta(days=2)
    civil = replace(
        known.told.civil, usage_name=known.told.civil.birth_name, birth_name=f"{known.told.civil.birth_name}-Roy"
    )
    second = people.register_person(civil=civil, by=PLAYER, at=at - timedelta(days=300))
    accounts.open_account(person_id=second, by=PLAYER, at=at - timedelta(days=300))
    reason = "deux dossiers signalés au téléphone, pièce d’identité reçue"
    joining.propose(kept_id=known.person_id, merged_id=second, reason=reason, by=agent, at=at)


def _declared(known: Known, reference: str) -> DeclaredIdentity:
    """Somebody as a declarer without their number tells them."""
    civil = known.told.civil
    return DeclaredIdentity(
        reference=f"demonstration {reference}",
        birth_name=civil.birth_name,
        first_names=civil.first_names,
        born_on=civil.born_on,
        sex=civil.sex,
        birth_place=civil.birth_place,
    )


def _slip(name: str) -> str:
    """A name with its third letter written twice."""
    return name[:3] + name[2:]


def _other_day(born_on: date) -> date:
    """The same day of another month."""
    return born_on.replace(day=min(born_on.day, 28), month=born_on.month % 12 + 1)
