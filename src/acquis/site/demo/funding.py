"""Who adds money to purchases: a region with an aid that runs and one to compose, and the employment service."""

from __future__ import annotations

import tempfile
from datetime import date, datetime, timedelta
from pathlib import Path
from uuid import UUID

from acquis.catalogue import actions as catalogue
from acquis.funders import actions as funders
from acquis.funders.types import (
    AmountKind,
    AmountRule,
    Comparison,
    Criterion,
    Fact,
    FunderKind,
    Funding,
    Terms,
    Unspent,
)
from acquis.kit.actor import Actor, Role, system
from acquis.kit.clock import day_of
from acquis.outside.identity_standin import personas
from acquis.people.types import AgentKind

from .lives import PLAYER
from .stage import OPENED_AT, Staff, Stage, enrol

REGION = "53"
#: Jobs that the demonstration's region lacks hands for.
TENSE = (
    *("D1102", "G1602", "J1501", "M1805", "F1603", "K1301"),
    *("N1101", "M1607", "A1203", "K2204", "N1103", "H2206"),
)
EMPLOYMENT_SERVICE = "00000006700017"
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
_SEEKING = Terms(
    purpose="Se former pour retrouver un emploi",
    common=(
        Criterion(fact=Fact.JOBSEEKER, how=Comparison.IS_SO),
        Criterion(fact=Fact.ACTION, how=Comparison.AMONG, values=("rncp",)),
    ),
    publics=(),
    amount=AmountRule(kind=AmountKind.REMAINING, most_cents=100_000, most_per_person_cents=100_000),
)


def funders_add(stage: Stage, staff: Staff) -> None:
    """Register the funders and their people; their conventions are older than the purchases they complete."""
    region = personas.organisation("bretagne")
    region_id = funders.register_funder(
        kind=FunderKind.REGION, name=region.name, siret=region.siret, region=REGION, by=PLAYER, at=OPENED_AT
    )
    service_id = funders.register_funder(
        kind=FunderKind.FRANCE_TRAVAIL, name="France Travail", siret=EMPLOYMENT_SERVICE, by=PLAYER, at=OPENED_AT
    )
    signer = system("demonstration, who signs for funders")
    for who in personas.PROFESSIONALS:
        if who.organisation == region.key:
            agent_id = enrol(who, AgentKind.FUNDER, region.siret, region_id)
            if Role.FUNDER_MANAGER in who.roles:
                signer = Actor(roles=frozenset({Role.FUNDER_MANAGER}), id=agent_id, funder_id=region_id)
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
