"""What is offered: the training bodies, approved and paid on the account they gave, and their offers."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from acquis.catalogue import actions as catalogue
from acquis.catalogue.types import Town
from acquis.outside.identity_standin import personas
from acquis.people.types import AgentKind
from acquis.providers import actions as providers
from acquis.providers.queries import ids_by_siret
from acquis.providers.types import PayeeMatch, ProviderRow

from . import bodies
from .catalogue import offers, write_offers
from .lives import PLAYER
from .personas import TAUGHT_BY
from .stage import OPENED_AT, Staff, Stage, enrol
from .together import Tell

BODIES, OFFERS = 150, 1500


def imagined_bodies(stage: Stage, towns: Sequence[Town]) -> list[bodies.Body]:
    places = [
        bodies.BodyTown(t.insee, t.name, t.postal_codes[0], t.department, t.population) for t in towns if t.postal_codes
    ]
    made = [
        bodies.body_of_persona(
            each.siret,
            each.name,
            next(place for place in places if place.name.startswith(each.town)),
            TAUGHT_BY[each.key],
            number,
        )
        for number, each in enumerate(personas.ORGANISATIONS, 1)
        if each.key in TAUGHT_BY
    ]
    return made + bodies.bodies(stage.random("bodies"), places, max(2, round(BODIES * stage.scale)) - len(made))


def supply(stage: Stage, staff: Staff, made: list[bodies.Body], tell: Tell) -> None:
    """What is offered: the bodies, then their offers; meanwhile people are born who know of neither."""
    _bodies(stage, staff, made, tell)
    _offers(stage, made, tell)
    catalogue.warn_of_endings(by=PLAYER, at=stage.now)


def _bodies(stage: Stage, staff: Staff, made: list[bodies.Body], tell: Tell) -> None:
    providers.upsert_providers(rows=[_row(body) for body in made], by=PLAYER, at=OPENED_AT)
    ids = ids_by_siret(body.siret for body in made)
    for rank, body in enumerate(made, 1):
        provider_id = ids[body.siret]
        providers.reference(provider_id=provider_id, by=PLAYER, at=OPENED_AT)
        account = providers.propose_bank_account(
            provider_id=provider_id,
            iban=body.iban,
            bic=body.bic,
            holder_name=body.name[:70],
            by=PLAYER,
            at=OPENED_AT,
        )
        providers.record_payee_check(bank_account_id=account, payee=PayeeMatch.MATCH, by=PLAYER, at=OPENED_AT)
        providers.approve_bank_account(bank_account_id=account, by=staff.approver, at=OPENED_AT)
        # One body in forty has changed banks lately, and waits for the new account to be approved.
        if rank % 40 == 0:
            providers.propose_bank_account(
                provider_id=provider_id,
                iban=bodies.iban_of(len(made) + rank),
                bic=body.bic,
                holder_name=body.name[:70],
                by=PLAYER,
                at=stage.now - timedelta(days=1 + rank // 40),
            )
        tell("bodies", rank, len(made))
    for who in personas.PROFESSIONALS:
        if who.organisation in TAUGHT_BY:
            siret = personas.organisation(who.organisation).siret
            enrol(who, AgentKind.PROVIDER, siret, ids[siret])


def _offers(stage: Stage, taught: list[bodies.Body], say: Tell) -> None:
    made = offers(stage.random("offers"), taught, stage.today, max(len(taught), round(OFFERS * stage.scale)))
    at = stage.now - timedelta(days=600)
    done = 0

    def tell(_word: str, count: int) -> None:
        nonlocal done
        done += count
        say("offers", done, len(made))

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "offres.xml"
        write_offers(path, made, stage.today)
        report = catalogue.import_offers(provider_id=None, file=path, progress=tell, by=PLAYER, at=at)
    if report.blocking_total:
        first = report.findings[0]
        raise RuntimeError(f"the demonstration's offers were refused: {first.code}, {first.sentence}")


def _row(body: bodies.Body) -> ProviderRow:
    taught = {subject.key for subject in body.subjects}
    return ProviderRow(
        siret=body.siret,
        nda=body.nda,
        name=body.name,
        address=(body.address,),
        postal_code=body.town.postal_code,
        town=body.town.name,
        insee=body.town.insee,
        department=body.town.department,
        qualiopi_training=True,
        qualiopi_assessment="assessment" in taught,
        qualiopi_vae="vae" in taught,
    )
