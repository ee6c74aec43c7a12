"""The small country after some months: an enrolment in every state that has a page of its own, a batch paid and one
waiting, a file of offers read with remarks, a name looked up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time, timedelta
from io import BytesIO
from uuid import UUID

from tests import scenes
from tests.declarations.dsn_files import dsn, person
from tests.declarations.scenes import account as declared_account
from tests.declarations.scenes import bring
from tests.journeys.scene import BEGIN, BREAD, Country
from tests.people.declared import maelle, nir
from tests.support import scenes as asking

from acquis.accounts import queries as accounts
from acquis.attendance import actions as attendance
from acquis.attendance.types import Mode, Planned, Presence, Seen
from acquis.catalogue import actions as catalogue
from acquis.catalogue.reviews import actions as reviews
from acquis.catalogue.types import OfferAction, OfferSession, OfferTraining
from acquis.declarations import queries as declarations
from acquis.enrolments import actions as enrolments
from acquis.enrolments.types import DeclineReason
from acquis.hearings import actions as hearings
from acquis.hearings.types import HearingKind
from acquis.joining import actions as joinings
from acquis.kit.actor import Actor, Role
from acquis.outside import bank_standin
from acquis.outside.bank_standin import Booked
from acquis.people import actions as people
from acquis.people.types import ProofFile, Sex
from acquis.providers import actions as providers
from acquis.stops import actions as stops
from acquis.support import actions as support
from acquis.treasury import actions as treasury
from acquis.treasury import queries

PRICE = 40_000


@dataclass
class Lived:
    """What happened, by its name."""

    purchases: dict[str, UUID]
    collection: UUID
    paid: UUID
    waiting: UUID
    told_by_bank: UUID
    report: UUID
    draft: UUID
    declared: UUID
    #: Two persons held to be one, not decided yet; and identities nobody could place, by what stands beside them.
    joining: UUID
    #: An account in which two persons were, not decided yet; and the person whose file it is.
    split: UUID
    shared_by: UUID
    #: A stop of the body, not decided yet.
    stop: UUID
    doubts: dict[str, UUID]
    requests: dict[str, UUID]
    #: A review read, published and replied to.
    review: UUID
    #: A contest in which both have spoken.
    hearing: UUID
    #: Half-days of the training under way, by how they stand; its session; the links of a trainer, fresh and used.
    half_days: dict[str, UUID]
    session: UUID
    trainer_links: list[str]


def happen(country: Country) -> Lived:
    """Claire has an enrolment in every state; two more people waited long enough for the body to be owed something."""
    claire, body = holder(country, "claire"), the_body(country)
    finance, approver = country.agents["fatou"], country.agents["henri"]
    long_ago, lately = scenes.moment(date(2026, 8, 31)), scenes.moment(date(2026, 10, 26))
    autumn = {"starts_on": date(2026, 9, 21), "ends_on": date(2026, 9, 25)}
    week = {"starts_on": date(2026, 11, 16), "ends_on": date(2026, 11, 20)}
    running = {"starts_on": date(2026, 11, 12), "ends_on": date(2026, 12, 18)}

    validated = scenes.validated(claire, body, price_cents=PRICE, at=long_ago, **autumn)
    paid = treasury.prepare_payouts(until=date(2026, 11, 30), by=finance, at=scenes.moment(date(2026, 10, 8)))
    treasury.approve_payouts(batch_id=paid, by=approver, at=scenes.moment(date(2026, 10, 8), 14))
    treasury.mark_paid(batch_id=paid, by=finance, at=scenes.moment(date(2026, 10, 9)))
    scenes.validated(holder(country, "nadia"), body, price_cents=PRICE, at=long_ago, **autumn)
    told = told_by_bank(paid, finance)
    waiting = treasury.prepare_payouts(until=date(2026, 12, 30), by=finance, at=BEGIN - timedelta(days=3))

    asked = scenes.requested(claire, body, price_cents=PRICE, at=BEGIN)
    proposed = scenes.proposed(claire, body, price_cents=PRICE, at=BEGIN)
    paying = scenes.proposed(claire, body, price_cents=PRICE, at=BEGIN)
    collection = scenes.confirming(paying, at=BEGIN)
    assert collection is not None
    made = {
        "validated": validated,
        "asked": asked,
        "proposed": proposed,
        "paying": paying,
        "confirmed": scenes.confirmed(claire, body, price_cents=PRICE, at=BEGIN),
        "in training": scenes.in_training(claire, body, price_cents=PRICE, at=lately, **running),
        "exited": scenes.exited(holder(country, "luc"), body, price_cents=PRICE, at=long_ago, **autumn),
        "declared": scenes.service_declared(claire, body, price_cents=PRICE, at=long_ago, **week),
        "declined": scenes.requested(claire, body, price_cents=PRICE, at=lately, **running),
    }
    enrolments.decline(enrolment_id=made["declined"].id, reason=DeclineReason.SESSION_FULL, by=body.agent, at=lately)
    contested_at = made["declared"].now.history[-1].at + timedelta(minutes=5)
    hearing = hearings.open_hearing(
        enrolment_id=made["declared"].id,
        kind=HearingKind.CONTEST,
        said="Je n’ai suivi que deux jours.",
        by=claire.actor,
        at=contested_at,
    )
    hearings.state(hearing_id=hearing, said="Elle a signé chaque demi-journée.", by=body.agent, at=contested_at)
    providers.propose_bank_account(
        provider_id=country.body_id,
        iban="FR7630006000011234567890189",
        bic="AGRIFRPP",
        holder_name="Le Fournil École",
        by=country.agents["brigitte"],
        at=BEGIN - timedelta(days=1),
    )
    report = catalogue.import_offers(
        provider_id=country.body_id,
        file=BytesIO(b"<lheo xmlns='http://lheo.gouv.fr/2.3'><offres><formation numero='X1'/></offres></lheo>"),
        file_name="offres-de-novembre.xml",
        by=country.agents["brigitte"],
        at=BEGIN,
    )
    draft = catalogue.start_draft(
        provider_id=country.body_id,
        offer=OfferTraining(
            "MAIN-1",
            title="Le pain au levain, cadeau à l’inscription",
            certification_code="RNCP37537",
            actions=[OfferAction("A1", sessions=[OfferSession("S1", places=8)])],
        ),
        by=country.agents["brigitte"],
        at=BEGIN,
    )
    # A published offer taken off and put back has a history.
    for act in (catalogue.withdraw_training, catalogue.restore_training):
        act(training_id=country.training_of(BREAD), by=country.agents["brigitte"], at=BEGIN)
    declared = bring(dsn(person(1), person(2, number="12345")))
    joining = joinings.propose(
        kept_id=country.persons["claire"],
        merged_id=country.persons["nadia"],
        reason="deux dossiers signalés au téléphone",
        by=country.agents["marc"],
        at=BEGIN,
    )
    shared = declared_account(1)
    shared_by = accounts.person_of(shared)
    assert shared_by is not None
    split = joinings.propose_split(
        person_id=shared_by,
        other_id=country.persons["luc"],
        keys=[key for group in declarations.work_groups(shared, by=country.agents["marc"]) for key in group.keys],
        references=[],
        reason="un seul numéro pour deux salariés",
        by=country.agents["marc"],
        at=BEGIN,
    )
    agent = Actor(roles=frozenset({Role.STAFF_AGENT}), id=country.agents["henri"].id)
    requests = {name: asking.opened(claire, at=lately) for name in ("sent", "asked")}
    requests["answered"] = asking.answered(claire, at=lately)
    support.take(inquiry_id=requests["asked"], by=agent, at=BEGIN)
    support.ask(inquiry_id=requests["asked"], said="Quel mois manque ?", by=agent, at=BEGIN)
    purchases = {name: each.id for name, each in made.items()}
    half_days, links = attended(made["in training"])
    return Lived(
        purchases,
        collection,
        paid,
        waiting,
        told,
        report.id,
        draft,
        declared.id,
        joining,
        split,
        shared_by,
        stopped(country),
        doubtful(),
        requests,
        reviewed(validated, agent),
        hearing,
        half_days,
        made["in training"].now.session_id,
        links,
    )


def attended(scene: scenes.Scene) -> tuple[dict[str, UUID], list[str]]:
    """Half-days of a training under way, by how they stand; the link of one trainer, and of one who signed by it."""
    by, morning, afternoon = scene.body.agent, (time(9), time(12, 30)), (time(13, 30), time(17))
    wanted = {
        "signed": (date(2026, 11, 13), *morning),
        "linked": (date(2026, 11, 19), *afternoon),
        "open": (BEGIN.date(), *morning),
        "planned": (BEGIN.date(), *afternoon),
        "alone": (date(2026, 11, 24), *morning),
    }
    plans = [
        Planned(
            day=day,
            starts=starts,
            ends=ends,
            mode=Mode.REMOTE_ALONE if name == "alone" else Mode.ON_SITE,
            place="" if name == "alone" else "12 rue des Lilas, Lyon, salle 2",
            steps=6 if name == "alone" else 0,
        )
        for name, (day, starts, ends) in wanted.items()
    ]
    session_id = scene.now.session_id
    made = attendance.plan(session_id=session_id, half_days=plans, by=by, at=scenes.moment(date(2026, 11, 12))).made
    known = dict(zip(wanted, made, strict=True))
    here = [Seen(enrolment_id=scene.id, presence=Presence.PRESENT)]
    for name in ("signed", "linked", "open"):
        at = scenes.moment(wanted[name][0], wanted[name][1].hour)
        attendance.open_half_day(half_day_id=known[name], by=by, at=at)
    after = scenes.moment(date(2026, 11, 13), 13)
    attendance.sign(half_day_id=known["signed"], code="", by=scene.holder.actor, at=after)
    attendance.confirm(half_day_id=known["signed"], seen=here, by=by, at=after)
    evening = scenes.moment(date(2026, 11, 19), 18)
    used = attendance.name_trainer(half_day_id=known["linked"], name="Inès Baron", by=by, at=evening)
    attendance.confirm_by_link(token=used, seen=here, by=scenes.SYSTEM, at=evening)
    late = Seen(enrolment_id=scene.id, presence=Presence.LATE, minutes=180)
    attendance.correct(half_day_id=known["linked"], seen=late, motive="Arrivée à 14 h", by=by, at=evening)
    fresh = attendance.name_trainer(half_day_id=known["open"], name="Karim Diallo", by=by, at=BEGIN)
    return known, [fresh, used]


def stopped(country: Country) -> UUID:
    """An agent holds that the body stopped before anything began; nobody decides on it."""
    return stops.prepare(
        provider_id=country.body_id,
        stopped_on=BEGIN.date(),
        continued=False,
        words="Fermeture constatée sur place.",
        proofs=[ProofFile(name="constat.pdf", content=b"%PDF-1.7 x %%EOF")],
        by=country.agents["marc"],
        at=BEGIN,
    )


def reviewed(scene: scenes.Scene, agent: Actor) -> UUID:
    """What Claire said of her training, and what its body replied."""
    words = "De très bons formateurs, mais trop de monde au fournil."
    given = enrolments.give_review(enrolment_id=scene.id, stars=4, words=words, by=scene.holder.actor, at=BEGIN)
    reviews.moderate_review(review_id=given, seen=scenes.seen(given), by=agent, at=BEGIN)
    said = "Merci. Depuis septembre, les groupes sont de huit personnes au plus."
    reviews.reply_to_review(review_id=given, words=said, by=scene.body.agent, at=BEGIN)
    reviews.moderate_reply(review_id=given, seen=scenes.seen(given), by=agent, at=BEGIN)
    return given


def doubtful() -> dict[str, UUID]:
    """A person declared, then somebody else under her number, somebody who resembles, and somebody beside nobody."""
    strangers = {
        "number": maelle(birth_name="Nguyen", first_names="Paul", born_on=date(1971, 2, 3), sex=Sex.MALE),
        "resembles": maelle(nir="", birth_name="Kerouedant", usage_name="Le Goff", birth_place="29232"),
        "nobody": maelle(nir=nir("2790129019123"), birth_name="Autre", first_names="Zoé"),
    }
    told = people.match_declared(identities=[maelle(), *strangers.values()], by=scenes.SYSTEM, at=BEGIN)
    return {name: match.doubt_id for name, match in zip(strangers, told[1:], strict=True) if match.doubt_id}


def holder(country: Country, key: str) -> scenes.Holder:
    """A persona, as the scenes know holders."""
    person_id, account_id = country.persons[key], country.accounts[key]
    actor = Actor(roles=frozenset({Role.HOLDER}), id=person_id, account_id=account_id)
    return scenes.Holder(person_id, account_id, actor)


def the_body(country: Country) -> scenes.Body:
    return scenes.Body(country.body_id, country.body.siret, country.agents["samir"], country.agents["brigitte"])


def told_by_bank(batch_id: UUID, by: Actor) -> UUID:
    """A statement that confirms a batch, with a fee that nothing of ours explains."""
    batch = queries.batch(batch_id)
    assert batch is not None
    content = bank_standin.statement(
        iban="FR7699999000010000000000115",
        number="RELEVE-2026-10-09",
        on=date(2026, 10, 9),
        made_at=scenes.moment(date(2026, 10, 9), 18),
        opening_cents=10_000_000,
        booked=[
            Booked(credit=False, amount_cents=batch.total_cents, reference="D1", order_id=batch.number),
            Booked(credit=False, amount_cents=1_250, reference="F1", words="FRAIS DE TENUE DE COMPTE"),
        ],
    )
    return treasury.take_bank_file(content=content, name="releve.xml", by=by, at=scenes.moment(date(2026, 10, 10)))
