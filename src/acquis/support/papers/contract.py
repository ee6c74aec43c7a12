"""The training contract between a holder and a body: what L6353-4 asks to be written, item by item.

What the body did not say in its offer is written as not said, and never made up.
"""

from __future__ import annotations

from acquis import rules
from acquis.catalogue.types import ActionCard, CertificationFee, SessionCard, TrainingCard
from acquis.kit.clock import day_of
from acquis.kit.days import french
from acquis.kit.money import euros

from ..types import Paper, PaperSaid, PaperSection
from .order import conditions, withdrawal
from .said import NOT_SAID, Facts, parties, plain, training

_RHYTHMS = {
    "daytime": "en journée",
    "weekly": "quelques heures par semaine",
    "weekdays": "en semaine",
    "weekends": "le week-end",
    "full_time": "à plein temps",
    "part_time": "à temps partiel",
    "several": "plusieurs rythmes au choix",
}


def contract(facts: Facts, *, offer: TrainingCard | None, number: str, issuer: str) -> PaperSaid:
    """What the contract says; `offer` is the offer as published, None when it is there no more."""
    enrolment = facts.enrolment
    law = rules.law_on(day_of(enrolment.confirmed_at or enrolment.requested_at))
    action = next((each for each in offer.actions if each.id == enrolment.action_id), None) if offer else None
    sessions = action.sessions if action else ()
    session = next((each for each in sessions if each.id == enrolment.session_id), None)
    personal = enrolment.personal.content if enrolment.personal else ""
    ends = f" au {french(enrolment.ends_on)}" if enrolment.ends_on else ""
    return PaperSaid(
        paper=Paper.CONTRACT,
        title="Contrat de formation professionnelle",
        number=number,
        issuer=issuer,
        subject=enrolment.title,
        initials=facts.initials,
        dates=f"du {french(enrolment.starts_on)}{ends}" if ends else f"à partir du {french(enrolment.starts_on)}",
        sections=(
            parties(facts, holder="Stagiaire"),
            PaperSection(
                title="1. Nature, durée, programme et objet (L6353-4, 1°)",
                facts=(*training(enrolment), ("Effectif de la session", _group(session))),
                words=(
                    f"Objectif : {_said(offer.objective if offer else '')}",
                    f"Programme :\n{_said(offer.content if offer else '')}",
                    *([f"Adapté au stagiaire : {personal}"] if personal else []),
                ),
            ),
            PaperSection(
                title="2. Connaissances préalables (2°)",
                words=_before(action, offer, needed=enrolment.has_prerequisites),
            ),
            PaperSection(title="3. Conditions de la formation (3°)", words=_conditions(action, offer, enrolment.hours)),
            PaperSection(
                title="4. Personnes chargées de la formation (4°)",
                words=(
                    "L’organisme remet au stagiaire, avant le début, la liste des formateurs avec leurs titres ou "
                    "qualités, les horaires et le règlement intérieur (article L6353-8).",
                ),
            ),
            PaperSection(
                title="5. Prix, paiement et cessation anticipée (5°)",
                amounts=(("Prix, toutes taxes comprises", euros(enrolment.price_cents)),),
                words=(
                    "Le prix est payé à l’organisme par le gestionnaire des comptes. L’organisme ne demande rien "
                    "d’autre au stagiaire" + _beside(action),
                    *conditions(enrolment, law),
                ),
            ),
            PaperSection(title="6. Droit de se rétracter (L6353-5)", words=withdrawal(enrolment, law)),
            PaperSection(
                title="7. Accord des parties",
                words=(
                    "L’organisme a proposé cette formation, et le stagiaire l’a confirmée le "
                    f"{french(day_of(enrolment.confirmed_at or enrolment.requested_at))} après avoir prouvé son "
                    "identité. Le gestionnaire des comptes garde la trace de ces deux actes.",
                ),
            ),
        ),
    )


def _said(markup: str) -> str:
    return plain(markup) or NOT_SAID


def _group(session: SessionCard | None) -> str:
    return f"{session.places} personnes au plus" if session and session.places else NOT_SAID


def _before(action: ActionCard | None, offer: TrainingCard | None, *, needed: bool) -> tuple[str, ...]:
    said = plain(action.conditions) if action else ""
    level = offer.level_in if offer else None
    first = "Des connaissances préalables sont demandées." if needed else "Aucune connaissance n’est demandée avant."
    return (
        first,
        *([f"Niveau d’entrée : {level}."] if level else []),
        *([f"Conditions d’accès : {said}"] if said else []),
    )


def _conditions(action: ActionCard | None, offer: TrainingCard | None, hours: int) -> tuple[str, ...]:
    rhythm = ", ".join(_RHYTHMS[each] for each in action.rhythms) if action else ""
    shared = (
        f"{action.hours_centre} heures chez l’organisme, {action.hours_company} heures en entreprise."
        if action and action.hours_company and action.hours == hours
        else ""
    )
    pedagogy, results = _said(action.pedagogy if action else ""), _said(offer.expected_results if offer else "")
    return (
        f"Rythme : {rhythm or NOT_SAID}.",
        *([shared] if shared else []),
        f"Moyens pédagogiques et techniques : {pedagogy}",
        "Suivi : chaque demi-journée est émargée par le stagiaire et par le formateur ; à distance, les connexions et "
        "les exercices faits en tiennent lieu.",
        f"Résultats attendus, contrôle des connaissances et sanction : {results}",
        "À la fin, l’organisme déclare ce qui a été suivi, et un certificat de réalisation est établi.",
    )


def _beside(action: ActionCard | None) -> str:
    if action is None:
        return "."
    asked = []
    if action.extra_fees_cents:
        asked.append(f"{euros(action.extra_fees_cents)} de frais annexes")
    if action.certification_fee is CertificationFee.BESIDE:
        fee = action.certification_fee_cents
        asked.append(f"{euros(fee)} de frais de certification" if fee else "les frais de certification")
    return f" que {' et '.join(asked)}, annoncés dans l’offre." if asked else "."
