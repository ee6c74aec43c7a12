"""The catalogue in the common language of training offers, LHEO 2.3 (lheo.gouv.fr).

Every element that the language asks for is written; what we do not know is said with the words it provides for that
(« aucune », 00000000, level 0). What it has no element for stays out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import BinaryIO

from lxml import etree

from acquis.providers.types import ProviderCard

from ..formats.funders import code_of
from ..formats.words_of_offers import RHYTHM_WORDS
from ..types import ActionCard, Door, Entry, Funding, Modality, Register, SessionCard, TrainingCard
from .shelf import Shown, plain

NAMESPACE = "http://lheo.gouv.fr/2.3"
MODALITIES = {Modality.ON_SITE: "0", Modality.MIXED: "1", Modality.REMOTE: "2"}
#: The elements stand without a prefix.
_OWN: dict[None, str] = {None: NAMESPACE}
#: The edition of Formacode that our codes are of.
FORMACODE = "V14"
#: « Tout public » of Formacode.
_EVERYBODY = "83056"
_NO_START, _NO_END = "00000000", "99999999"
_LONG, _LINE = 3000, 50


def write(out: BinaryIO, offers: Iterable[Shown]) -> int:
    """Write the file; returns the number of trainings. Without one nothing is written: LHEO knows no empty list.

    The file is valid against the definition of LHEO 2.3, and our own import reads it back.
    """
    stream = iter(offers)
    first = next(stream, None)
    if first is None:
        return 0
    count = 0
    with etree.xmlfile(out, encoding="UTF-8") as file:
        file.write_declaration()
        with file.element(_name("lheo"), nsmap=_OWN), file.element(_name("offres")):
            for each in chain((first,), stream):
                file.write(_training(each.training, each.provider))
                count += 1
    return count


def _name(tag: str) -> str:
    return f"{{{NAMESPACE}}}{tag}"


def _add(parent: etree._Element, tag: str, text: object = None) -> etree._Element:
    element = etree.SubElement(parent, _name(tag))
    if text is not None:
        element.text = str(text)
    return element


def _training(training: TrainingCard, body: ProviderCard) -> etree._Element:
    certification = training.certification
    element = etree.Element(_name("formation"), {"numero": training.number}, nsmap=_OWN)  # type: ignore[arg-type]
    domain = _add(element, "domaine-formation")
    if certification is not None:
        for tag, rows, most, length in (
            ("code-FORMACODE", certification.formacode, 5, 5),
            ("code-NSF", certification.nsf, 3, 3),
            ("code-ROME", certification.rome, 5, 5),
        ):
            for code in dict.fromkeys(row.code[:length] for row in rows if len(row.code) >= length):
                if len(domain.findall(_name(tag))) < most:
                    _add(domain, tag, code).attrib.update({"ref": FORMACODE} if tag == "code-FORMACODE" else {})
    _add(element, "intitule-formation", plain(training.title, 255))
    _add(element, "objectif-formation", plain(training.objective, _LONG) or "Voir le contenu")
    _add(element, "resultats-attendus", plain(training.expected_results, _LONG) or "Voir l’objectif")
    _add(element, "contenu-formation", plain(training.content, _LONG) or "Voir l’objectif")
    _add(element, "certifiante", int(certification is not None and certification.register != Register.CPF))
    _contact(_add(element, "contact-formation"), body, training.actions[0])
    _add(element, "parcours-de-formation", training.course_kind or "4")
    _add(element, "code-niveau-entree", 10 + training.level_in if training.level_in else 0)
    if training.general_objective:
        _add(element, "objectif-general-formation", training.general_objective)
    if training.certification_code:
        register = training.certification_code.rstrip("0123456789")
        _add(_add(element, "certification"), f"code-{register}", training.certification_code)
    if level := training.level_out or (certification.level if certification else None):
        _add(element, "code-niveau-sortie", 10 + level)
    if training.url:
        _add(_add(element, "url-formation"), "urlweb", training.url[:400])
    for action in training.actions:
        _action(element, action, body)
    _body(element, body)
    return element


def _action(parent: etree._Element, action: ActionCard, body: ProviderCard) -> None:
    element = _add(parent, "action")
    element.set("numero", action.number)
    _add(element, "rythme-formation", _rhythm(action))
    _add(element, "code-public-vise", _EVERYBODY).set("ref", FORMACODE)
    _add(element, "niveau-entree-obligatoire", int(action.has_prerequisites))
    _add(element, "modalites-alternance", "Sans alternance" if not action.hours_company else "Avec stage en entreprise")
    _add(element, "modalites-enseignement", MODALITIES[action.modality])
    _add(element, "conditions-specifiques", plain(action.conditions, _LONG) or "aucune")
    _add(element, "prise-en-charge-frais-possible", 1)
    if action.postal_code and action.town:
        _place(_add(_add(element, "lieu-de-formation"), "coordonnees"), action)
    _add(element, "modalites-entrees-sorties", int(action.entry == Entry.PERMANENT))
    if action.url:
        _add(_add(element, "url-action"), "urlweb", action.url[:400])
    for session in action.sessions:
        _session(element, session, action, body)
    others = [door for door in action.doors if door.funding != Funding.ACCOUNT]
    _asked_at(element, others)
    for tag, fact in (("restauration", "meals"), ("hebergement", "lodging"), ("transport", "transport")):
        if words := plain(str(action.facts.get(fact, "")), 250):
            _add(element, tag, words)
    if accessibility := plain(action.accessibility, 250):
        _add(element, "acces-handicapes", accessibility)
    for language in action.languages[:5]:
        _add(element, "langue-formation", language)
    if admission := plain(action.admission, _LONG):
        _add(element, "modalites-recrutement", admission)
    if pedagogy := plain(action.pedagogy, 200):
        _add(element, "modalites-pedagogiques", pedagogy)
    if action.extra_fees_cents:
        _add(element, "frais-restants", f"{_euros(action.extra_fees_cents)} euros")
    if action.by_account or action.price_cents:
        _add(element, "prix-total-TTC", _euros(action.price_cents))
    _add(element, "nombre-heures-centre", action.hours_centre)
    _add(element, "nombre-heures-entreprise", action.hours_company)
    _add(element, "nombre-heures-total", action.hours)
    _funders(element, others, by_account=action.by_account)


def _rhythm(action: ActionCard) -> str:
    """The rhythm in the provider's own words, else in ours; LHEO wants some."""
    own = plain(str(action.facts.get("rhythm_words", "")), _LONG)
    return own or ", ".join(RHYTHM_WORDS[each] for each in action.rhythms) or "Non précisé"


def _asked_at(element: etree._Element, doors: Sequence[Door]) -> None:
    """Where one asks the bodies that pay: the address that the first of them gives, when it has a line and a town."""
    *lines, last = next((door.address for door in doors if len(door.address) > 1), ("",))
    code, _, town = last.partition(" ")
    if lines and town and len(code) == 5:
        _address(_add(_add(element, "adresse-information"), "adresse"), tuple(lines), code, town, "")


def _funders(element: etree._Element, doors: Sequence[Door], *, by_account: bool) -> None:
    """The bodies that pay; under an agreement when one cannot buy with the account."""
    if words := next((words for door in doors if (words := plain(door.words, 600))), ""):
        _add(element, "detail-conditions-prise-en-charge", words)
    if doors:
        _add(element, "conventionnement", int(not by_account))
    for door in doors[:8]:
        funder = _add(element, "organisme-financeur")
        _add(funder, "code-financeur", code_of(door))
        if door.places is not None:
            _add(funder, "nb-places-financees", door.places)


def _session(parent: etree._Element, session: SessionCard, action: ActionCard, body: ProviderCard) -> None:
    element = _add(parent, "session")
    element.set("numero", session.number)
    period = _add(element, "periode")
    _add(period, "debut", f"{session.starts_on:%Y%m%d}" if session.starts_on else _NO_START)
    _add(period, "fin", f"{session.ends_on:%Y%m%d}" if session.ends_on else _NO_END)
    where = _add(_add(element, "adresse-inscription"), "adresse")
    if action.postal_code and action.town:
        _address(where, action.address, action.postal_code, action.town, action.town_insee)
    else:
        _address(where, body.address, body.postal_code, body.town, body.insee)
    if notes := plain(session.notes, 255):
        _add(element, "modalites-inscription", notes)
    _add(element, "etat-recrutement", 1)
    if session.places is not None:
        recruiting = _add(element, "recrutement")
        _add(recruiting, "modalite-recrutement", 0)
        _add(recruiting, "nb-places", session.places)


def _body(parent: etree._Element, body: ProviderCard) -> None:
    element = _add(parent, "organisme-formation-responsable")
    # Who sells has declared its activity: there is a number of 11 characters (L6351-1).
    _add(element, "numero-activite", body.nda or "0" * 11)
    _add(_add(element, "SIRET-organisme-formation"), "SIRET", body.siret)
    _add(element, "nom-organisme", plain(body.display, 250))
    _add(element, "raison-sociale", plain(body.name, 250))
    _address(
        _add(_add(_add(element, "coordonnees-organisme"), "coordonnees"), "adresse"),
        body.address,
        body.postal_code,
        body.town,
        body.insee,
    )
    _add(_add(_add(element, "contact-organisme"), "coordonnees"), "nom", plain(body.display, _LINE))


def _contact(element: etree._Element, body: ProviderCard, action: ActionCard) -> None:
    """Whom to ask: the provider by name, and how to reach whoever pays, else the place of the offer."""
    at = _add(element, "coordonnees")
    _add(at, "nom", plain(body.display, _LINE))
    door = next((door for door in action.doors if door.phone or door.email), None)
    _reach(at, *((door.phone, door.email) if door else (action.phone, action.email)))


def _place(at: etree._Element, action: ActionCard) -> None:
    where = _add(at, "adresse")
    _address(where, action.address, action.postal_code, action.town, action.town_insee)
    if action.lat is not None and action.lon is not None:
        point = _add(where, "geolocalisation")
        _add(point, "latitude", f"{action.lat:.6f}")
        _add(point, "longitude", f"{action.lon:.6f}")
    _reach(at, action.phone, action.email)


def _reach(at: etree._Element, phone: str, email: str) -> None:
    if phone:
        _add(_add(at, "telfixe"), "numtel", phone[:25])
    if 3 <= len(email) <= 160:
        _add(at, "courriel", email)


def _address(element: etree._Element, lines: tuple[str, ...], postal_code: str, town: str, insee: str) -> None:
    written = [plain(line, _LINE) for line in lines[:4] if plain(line)]
    for line in written or [plain(town, _LINE) or "-"]:
        _add(element, "ligne", line)
    _add(element, "codepostal", postal_code if len(postal_code) == 5 else "00000")
    _add(element, "ville", plain(town, _LINE) or "-")
    if len(insee) == 5:
        _add(element, "code-INSEE-commune", insee)


def _euros(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02d}"
