"""People and what they have: who they are, an account each, their years, their situation, what funders gave."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from random import Random
from uuid import UUID

from acquis.accounts import actions as accounts
from acquis.accounts.types import PurseKind, Situation
from acquis.catalogue.types import Town
from acquis.kit.clock import day_of
from acquis.kit.departments import department
from acquis.outside.identity_standin import personas
from acquis.people import actions as people
from acquis.people.types import CivilIdentity, NewPerson, Sex

from . import regimes, years
from .desk import Known
from .funding import REGION
from .lives import PLAYER, Buyer
from .people import BirthTown, Holder, Profile, holders
from .personas import years_of
from .stage import OPENED_AT, Staff, Stage

HOLDERS = 2000
MORE_IN_REGION = 6
FUNDERS = (
    (PurseKind.EMPLOYER, "Versé par votre employeur", (50_000, 250_000)),
    (PurseKind.REGION, "Versé par votre région", (30_000, 150_000)),
    (PurseKind.OPCO, "Versé par votre opérateur de compétences", (40_000, 200_000)),
    (PurseKind.EMPLOYER_CORRECTIVE, "Abondement correctif de votre employeur", (300_000, 300_000)),
)


def people_live(stage: Stage, staff: Staff, towns: Sequence[Town]) -> tuple[list[Buyer], list[Known]]:
    """Everybody, with their rights of today: those who may buy, and those an agent may have to do with."""
    random = stage.random("people")
    born_in = [BirthTown(t.insee, t.population) for t in towns if len(t.insee) == 5 and t.insee[:2] < "97"]
    invented = holders(random, born_in, round(HOLDERS * stage.scale))
    residence = random.choices(towns, [_weight(town) for town in towns], k=len(invented))
    stage.progress("people", 0, 3)
    told = [_person(holder, town) for holder, town in zip(invented, residence, strict=True)]
    shown = [_persona(each) for each in personas.HOLDERS]
    ids = people.register_people(people=told, by=PLAYER, at=OPENED_AT)
    known = people.register_people(people=shown, by=PLAYER, at=OPENED_AT)
    stage.progress("people", 1, 3)
    opened = accounts.open_accounts(person_ids=[*ids, *known], by=PLAYER, at=OPENED_AT)
    stage.progress("people", 3, 3)
    worked = [holder.years for holder in invented] + [years_of(each.shows) for each in personas.HOLDERS]
    working = [
        years.Working(told=each, account_id=opened[person], years=theirs)
        for each, person, theirs in zip([*told, *shown], [*ids, *known], worked, strict=True)
    ]
    years.credit(stage, staff, working)
    for person, holder in zip(ids, invented, strict=True):
        _situate(stage, random, opened[person], holder.profile)
    for person, each in zip(known, personas.HOLDERS, strict=True):
        _show(stage, opened[person], each.shows)
    _top_up(stage, random, [opened[person] for person in ids])
    gone = [opened[one] for one, holder in zip(ids, invented, strict=True) if holder.profile is Profile.RETIRED]
    regimes.retire(gone, now=stage.now)
    buyers = [
        Buyer(opened[person], len(holder.years) + 0.2)
        for person, holder in zip(ids, invented, strict=True)
        if holder.profile not in (Profile.RETIRED, Profile.NEWCOMER)
    ]
    met = [
        Known(told=each, person_id=person, account_id=opened[person])
        for each, person, holder in zip(told, ids, invented, strict=True)
        if holder.profile is not Profile.RETIRED
    ]
    return buyers, met


def _weight(town: Town) -> int:
    """How many live there; more in the region whose conventions are shown, so that it has something to pay for."""
    home = department(town.department)
    return town.population * (MORE_IN_REGION if home and home.region == REGION else 1)


def _situate(stage: Stage, random: Random, account_id: UUID, profile: Profile) -> None:
    """What the law asks about a holder at a purchase; most have nothing particular to say."""
    jobless_since = None
    if profile is Profile.JOBSEEKER:
        jobless_since = stage.today - timedelta(days=random.randrange(30, 600))
    licence = random.random() < 0.15
    if jobless_since or licence:
        situation = Situation(jobseeker_since=jobless_since, holds_light_licence=licence)
        accounts.set_situation(account_id=account_id, situation=situation, by=PLAYER, at=OPENED_AT)


def _show(stage: Stage, account_id: UUID, shows: personas.Situation) -> None:
    at = stage.now - timedelta(days=120)
    if shows is personas.Situation.JOBSEEKER:
        since = stage.today - timedelta(days=200)
        accounts.set_situation(account_id=account_id, situation=Situation(jobseeker_since=since), by=PLAYER, at=at)
    elif shows is personas.Situation.EMPLOYER_TOP_UP:
        _give(account_id, PurseKind.EMPLOYER, "Versé par votre employeur", 150_000, None, at, "persona")
    regimes.show(account_id, shows, now=stage.now)


def _top_up(stage: Stage, random: Random, account_ids: list[UUID]) -> None:
    for rank, account_id in enumerate(random.sample(account_ids, len(account_ids) // 12)):
        kind, label, (low, high) = random.choices(FUNDERS, (6, 2, 2, 1))[0]
        at = stage.now - timedelta(days=random.randrange(10, 540))
        expires = day_of(at) + timedelta(days=720) if random.random() < 0.4 else None
        _give(account_id, kind, label, random.randrange(low, high + 1, 5_000), expires, at, str(rank))


def _give(
    account_id: UUID, kind: PurseKind, label: str, cents: int, expires: date | None, at: datetime, what: str
) -> None:
    accounts.top_up(
        account_id=account_id,
        kind=kind,
        amount_cents=cents,
        label=label,
        certifications=None,
        expires_on=expires,
        reference=f"demonstration top-up {what}",
        by=PLAYER,
        at=at,
    )


def _person(holder: Holder, town: Town) -> NewPerson:
    return NewPerson(
        civil=CivilIdentity(
            birth_name=holder.birth_name,
            usage_name=holder.usage_name,
            first_names=" ".join(holder.first_names),
            born_on=holder.born_on,
            sex=holder.sex,
            birth_place=holder.birth_insee,
        ),
        nir=holder.nir,
        email=holder.email,
        postal_code=town.postal_codes[0] if town.postal_codes else "",
        town=town.name,
    )


def _persona(each: personas.Holder) -> NewPerson:
    return NewPerson(
        civil=CivilIdentity(
            birth_name=each.birth_name,
            usage_name=each.usage_name,
            first_names=each.first_names,
            born_on=each.born_on,
            sex=Sex(each.sex),
            birth_place=each.birth_place,
            birth_country=each.birth_country,
        ),
        nir=each.nir,
        email=each.email,
        postal_code=each.postal_code,
        town=each.town,
    )
