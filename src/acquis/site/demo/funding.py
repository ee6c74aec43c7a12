"""Who adds money to purchases: a region with an aid that runs and one to compose; the employment service, whose agent
decides, and what waits for her."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from uuid import UUID

from acquis.accounts import queries as accounts
from acquis.catalogue import actions as catalogue
from acquis.enrolments import actions as purchases
from acquis.enrolments import queries as purchases_of
from acquis.funders import actions as funders
from acquis.funders.types import (
    AmountKind,
    AmountRule,
    Comparison,
    Criterion,
    Fact,
    FunderKind,
    Funding,
    Instruction,
    Silence,
    Terms,
    Unspent,
)
from acquis.kit.actor import Actor, Role, system
from acquis.kit.clock import day_of
from acquis.outside.identity_standin import personas
from acquis.people.types import AgentKind, ProofFile

from .bodies import Body
from .lives import PLAYER, Buyer, Place
from .purchases import places_of
from .regimes import PAPER
from .stage import OPENED_AT, Staff, Stage, enrol

REGION = "53"
#: Jobs that the demonstration's region lacks hands for.
TENSE = (
    *("D1102", "G1602", "J1501", "M1805", "F1603", "K1301"),
    *("N1101", "M1607", "A1203", "K2204", "N1103", "H2206"),
)
_REGIONAL = Terms(
    purpose="Se former quand on habite en Bretagne",
    common=(Criterion(fact=Fact.HOME_REGION, how=Comparison.AMONG, values=(REGION,)),),
    publics=(),
    amount=AmountRule(kind=AmountKind.SHARE, percent=33, most_cents=80_000, most_per_person_cents=160_000),
)
_TENSE = Terms(
    purpose="Se former à un métier qui recrute en Bretagne",
    common=(
        Criterion(fact=Fact.HOME_REGION, how=Comparison.AMONG, values=(REGION,)),
        Criterion(fact=Fact.TENSE_JOB, how=Comparison.IS_SO),
    ),
    publics=(),
    amount=AmountRule(kind=AmountKind.REMAINING, most_cents=200_000),
)
_DOCUMENTS = ("Projet de formation, en une page",)
_SEEKING = Terms(
    purpose="Se former pour retrouver un emploi",
    common=(
        Criterion(fact=Fact.JOBSEEKER, how=Comparison.IS_SO),
        Criterion(fact=Fact.ACTION, how=Comparison.AMONG, values=("rncp",)),
    ),
    publics=(),
    amount=AmountRule(kind=AmountKind.REMAINING, most_cents=600_000),
    # As the employment service practised it (register § 4.2).
    instruction=Instruction(
        answer_days=10,
        silence=Silence.ACCEPTS,
        ask_days=21,
        documents=_DOCUMENTS,
        motive=True,
    ),
)
#: What people write to the employment service, each in turn.
_MOTIVES = (
    "Mon ancien métier ne recrute plus près de chez moi. Trois entreprises cherchent ce profil à moins de 30 minutes.",
    "Je travaille en intérim depuis deux ans dans ce métier, sans le titre. Avec lui, on m’a promis un contrat.",
    "Après un congé parental, je veux changer de métier. J’ai fait un stage de deux semaines et cela m’a plu.",
)
#: How many hours ago each asked: the first nearly too long ago, so that a queue has an order.
_ASKED = (11 * 24, 6 * 24, 30)
#: Sessions late enough to ask in time, how many people are tried, and from which sum on (cents).
FAR = timedelta(days=38)
TRIES = 400
WORTH_ASKING = 30_000


def funders_add(stage: Stage, staff: Staff) -> None:
    """Register the funders and their people; their conventions are older than the purchases they complete."""
    region = personas.organisation("bretagne")
    region_id = funders.register_funder(
        kind=FunderKind.REGION, name=region.name, siret=region.siret, region=REGION, by=PLAYER, at=OPENED_AT
    )
    service = personas.organisation("emploi")
    service_id = funders.register_funder(
        kind=FunderKind.FRANCE_TRAVAIL, name=service.name, siret=service.siret, by=PLAYER, at=OPENED_AT
    )
    signer = system("demonstration, who signs for funders")
    for who in personas.PROFESSIONALS:
        if who.organisation == region.key:
            agent_id = enrol(who, AgentKind.FUNDER, region.siret, region_id)
            if Role.FUNDER_MANAGER in who.roles:
                signer = Actor(roles=frozenset({Role.FUNDER_MANAGER}), id=agent_id, funder_id=region_id)
        if who.organisation == service.key:
            enrol(who, AgentKind.FUNDER, service.siret, service_id)
    _tense_jobs(stage.today)
    for funder_id, terms, budget, by in (
        (region_id, _REGIONAL, 6_000_000, signer),
        (service_id, _SEEKING, 12_000_000, system("demonstration, who signs for France Travail")),
    ):
        convention_id = _drafted(stage, funder_id, terms, budget, by)
        funders.submit_convention(convention_id=convention_id, by=by, at=_signed_at(stage))
        funders.approve_convention(convention_id=convention_id, by=staff.approver, at=_signed_at(stage))
    # Left to whoever plays the region: to try, to change, to sign.
    _drafted(stage, region_id, _TENSE, 10_000_000, signer)


def funders_are_asked(stage: Stage, buyers: Sequence[Buyer], taught: Sequence[Body]) -> None:
    """Some jobseekers whose rights fall short ask the employment service for its aid; it has not answered yet.

    As many as the country has: who may ask for it, and a session late enough.
    """
    chance = stage.random("aids")
    late = [each for each in places_of(taught) if each.starts_on and each.starts_on > stage.today + FAR]
    situations = accounts.situations({each.account_id for each in buyers})
    seekers = [each for each in buyers if situations[each.account_id].is_jobseeker(stage.today)]
    waiting = list(zip(_MOTIVES, _ASKED, strict=True))
    if not late:
        return
    for buyer in chance.sample(seekers, min(len(seekers), TRIES)):
        place = chance.choice(late)
        at = stage.now - timedelta(hours=waiting[0][1])
        quote = purchases_of.quote(buyer.account_id, place.session_id, by=PLAYER, on=day_of(at))
        # A small sum would be a poor story.
        found = [each for each in quote.askable if each.amount_cents >= WORTH_ASKING and day_of(at) <= each.ask_by]
        if quote.refusal is not None or not found:
            continue
        _asked(buyer, place, found[0].decision.convention_id, waiting.pop(0)[0], at)
        if not waiting:
            return


def _asked(buyer: Buyer, place: Place, convention_id: UUID, motive: str, at: datetime) -> None:
    enrolment_id = purchases.request(
        account_id=buyer.account_id, session_id=place.session_id, by=PLAYER, at=at - timedelta(hours=20)
    )
    purchases.accept(enrolment_id=enrolment_id, by=PLAYER, at=at - timedelta(hours=2))
    person_id = accounts.person_of(buyer.account_id)
    purchases.ask_funder(
        enrolment_id=enrolment_id,
        convention_id=convention_id,
        motive=motive,
        files=[(name, ProofFile(name="projet.pdf", content=PAPER)) for name in _DOCUMENTS],
        by=Actor(roles=frozenset({Role.HOLDER}), id=person_id, account_id=buyer.account_id),
        at=at,
    )


def _drafted(stage: Stage, funder_id: UUID, terms: Terms, budget_cents: int, by: Actor) -> UUID:
    return funders.draft_convention(
        funder_id=funder_id,
        terms=terms,
        starts_on=day_of(_signed_at(stage)),
        ends_on=date(stage.today.year + 1, 12, 31),
        budget_cents=budget_cents,
        funding=Funding.CALLED,
        unspent=Unspent.REFUNDED,
        by=by,
        at=_signed_at(stage),
    )


def _signed_at(stage: Stage) -> datetime:
    """Before the first purchase."""
    return stage.now - timedelta(days=600)


def _tense_jobs(today: date) -> None:
    rows = [f"{REGION};{rome};Liste de la démonstration;{today:%Y}-01-05" for rome in TENSE]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "tensions.csv"
        path.write_text("\n".join(["region;rome;source;date", *rows]) + "\n", encoding="utf-8")
        catalogue.import_tensions(path=path, by=PLAYER, at=OPENED_AT)
