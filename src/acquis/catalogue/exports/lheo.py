"""The catalogue in the common language of training offers, LHEO 2.3 (lheo.gouv.fr).

Every element that the language asks for is written; what we do not know is said with the words it provides for that
(« aucune », 00000000, level 0). What it has no element for stays out.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from typing import BinaryIO

from lxml import etree

from acquis.providers.types import ProviderCard

from ..types import ActionCard, Entry, Modality, Register, SessionCard, TrainingCard
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
    _add(element, "code-niveau-entree", "0")
    if training.general_objective:
        _add(element, "objectif-general-formation", training.general_objective)
    _certification(element, training)
    if certification is not None and certification.level:
        _add(element, "code-niveau-sortie", 10 + certification.level)
    for action in training.actions:
        _action(element, action, body)
    _body(element, body)
    return element


def _certification(element: etree._Element, training: TrainingCard) -> None:
    """The code under the name of its register; CPF codes also say which kind of training it is."""
    register = training.certification_code.rstrip("0123456789")
    _add(_add(element, "certification"), f"code-{register}", training.certification_code)


def _action(parent: etree._Element, action: ActionCard, body: ProviderCard) -> None:
    element = _add(parent, "action")
    element.set("numero", action.number)
    _add(element, "rythme-formation", "Non précisé")
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
    if accessibility := plain(action.accessibility, 250):
        _add(element, "acces-handicapes", accessibility)
    if len(action.language) == 2:
        _add(element, "langue-formation", action.language)
    if admission := plain(action.admission, _LONG):
        _add(element, "modalites-recrutement", admission)
    if action.extra_fees_cents:
        _add(element, "frais-restants", f"{_euros(action.extra_fees_cents)} euros")
    _add(element, "prix-total-TTC", _euros(action.price_cents))
    _add(element, "nombre-heures-centre", action.hours_centre)
    _add(element, "nombre-heures-entreprise", action.hours_company)
    _add(element, "nombre-heures-total", action.hours_centre + action.hours_company)


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
    """Whom to ask: the provider by name, and the telephone and address that the offer itself gives."""
    at = _add(element, "coordonnees")
    _add(at, "nom", plain(body.display, _LINE))
    _reach(at, action)


def _place(at: etree._Element, action: ActionCard) -> None:
    where = _add(at, "adresse")
    _address(where, action.address, action.postal_code, action.town, action.town_insee)
    if action.lat is not None and action.lon is not None:
        point = _add(where, "geolocalisation")
        _add(point, "latitude", f"{action.lat:.6f}")
        _add(point, "longitude", f"{action.lon:.6f}")
    _reach(at, action)


def _reach(at: etree._Element, action: ActionCard) -> None:
    if action.phone:
        _add(_add(at, "telfixe"), "numtel", action.phone[:25])
    if 3 <= len(action.email) <= 160:
        _add(at, "courriel", action.email)


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
