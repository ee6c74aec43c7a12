"""The offers of the demonstration, written as a body would send them: one LHEO 2.3 file, read by the real import."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random

from lxml import etree

from acquis.rules import add_working_days

from .bodies import Body
from .offers import Subject
from .registers import DemoCertification, certifications

NAMESPACE = "http://lheo.gouv.fr/2.3"
#: A session every so many weeks, from the first day of the history to well after today.
HISTORY, AHEAD = timedelta(days=548), timedelta(days=240)
_REMOTE, _MIXED, _ON_SITE = "2", "1", "0"
#: Of so many offers in a row, the region pays one alone, and adds to what the account pays for another.
_REGIONAL_EVERY, _REGIONAL_AT, _HELPED_AT = 30, 4, 19
_REGION = "2"
_THROUGH_A_COUNSELLOR = (
    "Parlez-en à votre conseiller (France Travail, mission locale ou Cap emploi) : il vérifie que la région peut payer "
    "cette formation pour vous, puis il vous y inscrit."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One training of one body, before it is written: one way of following it, several sessions."""

    body: Body
    subject: Subject
    certification: DemoCertification
    number: str
    title: str
    modality: str
    hours: int
    price_cents: int
    prerequisites: bool
    #: Whether the region pays it alone, and whether it adds to the account.
    regional: bool = False
    helped: bool = False
    sessions: tuple[tuple[date, date] | None, ...]


def offers(random: Random, bodies: list[Body], today: date, count: int) -> list[Offer]:
    """Invent `count` offers over the bodies, the larger ones selling more; each body sells what it teaches."""
    weights = [body.size for body in bodies]
    chosen = [*bodies, *random.choices(bodies, weights, k=max(0, count - len(bodies)))]
    made = []
    for rank, body in enumerate(chosen, 1):
        subject = random.choice(body.subjects)
        leads_to = [each for each in certifications() if each.subject == subject.key]
        certification = random.choice(leads_to)
        roll = random.randrange(10)
        modality = _REMOTE if roll < subject.remote // 2 else _MIXED if roll < subject.remote else _ON_SITE
        hours = random.randrange(*subject.hours) // 7 * 7 or subject.hours[0]
        share = (hours - subject.hours[0]) / max(1, subject.hours[1] - subject.hours[0])
        low, high = subject.price_euros
        price = round((low + (high - low) * share) * random.uniform(0.85, 1.15) / 10) * 10
        made.append(
            Offer(
                body=body,
                subject=subject,
                certification=certification,
                number=f"F{rank:05d}",
                title=random.choice(subject.titles),
                modality=modality,
                hours=hours,
                price_cents=price * 100,
                prerequisites=random.random() < 0.12,
                regional=rank % _REGIONAL_EVERY == _REGIONAL_AT,
                helped=rank % _REGIONAL_EVERY == _HELPED_AT,
                sessions=_sessions(random, today, hours, modality),
            )
        )
    return made


def _sessions(random: Random, today: date, hours: int, modality: str) -> tuple[tuple[date, date] | None, ...]:
    """Sessions at fixed dates; at a distance, half of the offers may be entered on any day (one session, None)."""
    if modality == _REMOTE and random.random() < 0.5:
        return (None,)
    start = today - HISTORY + timedelta(days=random.randrange(60))
    working_days = max(1, round(hours / 7 * random.choice((1, 1, 1.5, 2.5))))
    sessions = []
    while start < today + AHEAD:
        first = add_working_days(start, 1)
        sessions.append((first, add_working_days(first, working_days)))
        start += timedelta(days=random.choice((56, 70, 84, 98)))
    return tuple(sessions)


def write_offers(path: Path, offers: list[Offer], today: date) -> None:
    """Write all the offers as one LHEO 2.3 file, training by training."""
    with etree.xmlfile(str(path), encoding="utf-8") as file:
        file.write_declaration()
        with file.element("lheo", nsmap={None: NAMESPACE}), file.element("offres"):
            for offer in offers:
                file.write(_training(offer, today))


def _element(name: str, *children: etree._Element, text: str = "", **attributes: str) -> etree._Element:
    made = etree.Element(f"{{{NAMESPACE}}}{name}", {key: value for key, value in attributes.items() if value})
    made.text = text or None
    made.extend(children)
    return made


def _training(offer: Offer, today: date) -> etree._Element:
    subject, certification, body = offer.subject, offer.certification, offer.body
    kind = {"RN": "code-RNCP", "RS": "code-RS", "CP": "code-CPF"}[certification.code[:2]]
    learns = "".join(f"<li>{each[0].upper()}{each[1:]}</li>" for each in subject.learns)
    stamp = f"{today - HISTORY:%Y%m%d}"
    return _element(
        "formation",
        _element(
            "domaine-formation", *([_element("code-ROME", text=certification.rome)] if certification.rome else [])
        ),
        _element("intitule-formation", text=offer.title),
        _element(
            "objectif-formation",
            text=f"À la fin, vous saurez {', '.join(subject.learns[:-1])} et {subject.learns[-1]}.",
        ),
        _element(
            "resultats-attendus", text=f"Si vous réussissez l’évaluation finale, vous obtenez : {certification.title}."
        ),
        _element(
            "contenu-formation",
            text=f"<p>Vous apprendrez à :</p><ul>{learns}</ul><p>Un bilan termine la formation.</p>",
        ),
        _element("certifiante", text="1"),
        _element("contact-formation", _coordinates(body)),
        _element("parcours-de-formation", text="4"),
        _element("code-niveau-entree", text="0"),
        _element("objectif-general-formation", text="6"),
        _element("certification", _element(kind, text=certification.code)),
        _action(offer),
        _element(
            "organisme-formation-responsable",
            _element("numero-activite", text=body.nda),
            _element("SIRET-organisme-formation", _element("SIRET", text=body.siret)),
            _element("nom-organisme", text=body.name),
            _element("raison-sociale", text=body.name),
            _element("coordonnees-organisme", _coordinates(body)),
            _element("contact-organisme", _coordinates(body)),
        ),
        numero=offer.number,
        datecrea=stamp,
        datemaj=stamp,
    )


def _action(offer: Offer) -> etree._Element:
    permanent = offer.sessions == (None,)
    remote = offer.modality == _REMOTE
    return _element(
        "action",
        _element("rythme-formation", text="Temps plein" if offer.hours > 140 else "À temps partiel"),
        _element("code-public-vise", text="80056"),
        _element("niveau-entree-obligatoire", text="1" if offer.prerequisites else "0"),
        _element("modalites-alternance", text="Sans alternance"),
        _element("modalites-enseignement", text=offer.modality),
        _element(
            "conditions-specifiques", text="Un entretien vérifie les prérequis." if offer.prerequisites else "Aucune."
        ),
        _element("prise-en-charge-frais-possible", text="1"),
        *([] if remote else [_element("lieu-de-formation", _coordinates(offer.body))]),
        _element("modalites-entrees-sorties", text="1" if permanent else "0"),
        *(_session(offer, number, dates) for number, dates in enumerate(offer.sessions, 1)),
        *([_element("adresse-information", _address(offer.body))] if offer.regional or offer.helped else []),
        _element("acces-handicapes", text="Locaux accessibles ; écrivez-nous pour tout aménagement."),
        _element("langue-formation", text="FR"),
        *([] if offer.regional else [_element("prix-total-TTC", text=_price(offer.price_cents))]),
        _element("nombre-heures-centre", text=str(offer.hours)),
        _element("nombre-heures-total", text=str(offer.hours)),
        *(_region(offer) if offer.regional or offer.helped else []),
        numero=f"{offer.number}-1",
    )


def _region(offer: Offer) -> list[etree._Element]:
    """The region as who pays: under an agreement it pays alone, else it adds to the account."""
    places = _element("nb-places-financees", text="8")
    return [
        _element("detail-conditions-prise-en-charge", text=_THROUGH_A_COUNSELLOR),
        _element("conventionnement", text="1" if offer.regional else "0"),
        _element("organisme-financeur", _element("code-financeur", text=_REGION), places),
    ]


def _price(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02d}"


def _session(offer: Offer, number: int, dates: tuple[date, date] | None) -> etree._Element:
    first, last = ("00000000", "99999999") if dates is None else (f"{dates[0]:%Y%m%d}", f"{dates[1]:%Y%m%d}")
    return _element(
        "session",
        _element("periode", _element("debut", text=first), _element("fin", text=last)),
        _element("adresse-inscription", _address(offer.body)),
        _element("etat-recrutement", text="1"),
        numero=f"{offer.number}-1-{number}",
    )


def _coordinates(body: Body) -> etree._Element:
    return _element("coordonnees", _element("nom", text=body.name[:50]), _address(body))


def _address(body: Body) -> etree._Element:
    town = body.town
    return _element(
        "adresse",
        _element("ligne", text=body.address),
        _element("codepostal", text=town.postal_code),
        _element("ville", text=town.name),
        _element("code-INSEE-commune", text=town.insee),
    )
