"""Offers in the XML file of the French platform: LHEO elements, and rules of its own carried in `extras`."""

from __future__ import annotations

import re

from lxml import etree

from ..checking import Rules
from ..types import CertificationFee, Entry, Modality, SessionState
from ..types.content import OfferAction, OfferSession, OfferTraining, Place
from .lheo import MODALITIES, dates_of, place_of
from .offers import (
    Dialect,
    Notes,
    amount,
    check_siret,
    child,
    children,
    plain,
    raw,
    rich,
    text,
    web_address,
    whole,
)
from .structure import structure
from .words_of_offers import RHYTHMS, says_yes

NAMESPACE = "https://www.of.moncompteformation.gouv.fr"
_STREETS = {
    "ALL": "allée", "AV": "avenue", "BD": "boulevard", "CAR": "carrefour", "CHE": "chemin", "CRS": "cours",
    "FG": "faubourg", "IMP": "impasse", "LOT": "lotissement", "MTE": "montée", "PAS": "passage", "PL": "place",
    "RES": "résidence", "RLE": "ruelle", "RPT": "rond-point", "RTE": "route", "SQ": "square", "ZA": "zone d’activité",
}  # fmt: skip
_RATES = {"0": 0, "5.5": 55, "10": 100, "20": 200, "2.1": 21, "8.5": 85}
#: The fields of training of the format, 1 to 24.
_FIELDS = {str(number) for number in range(1, 25)}
_ADMISSIONS = {"99999", "92002", "92003", "92005", "92007", "92009", "99998"}


def container(element: etree._Element | None) -> etree._Element | None:
    """The `extras` of an object."""
    return child(element, "extras")


def extra(element: etree._Element | None, info: str) -> etree._Element | None:
    """The value called `info` among the extras of an object."""
    found = (e for e in children(container(element), "extra") if e.get("info") == info)
    return next(found, None)


def extra_text(element: etree._Element | None, info: str) -> str:
    found = extra(element, info)
    return "" if found is None else " ".join((found.text or "").split())


def group(element: etree._Element | None, info: str) -> list[tuple[str, str]]:
    """The members of a group among the extras of an object: their names and values."""
    for found in children(container(element), "extras"):
        if found.get("info") == info:
            return [(e.get("info") or "", " ".join((e.text or "").split())) for e in children(found, "extra")]
    return []


class Edof(Dialect):
    """The file of the French platform, version 5."""

    name = "edof-v5"

    def __init__(self) -> None:
        self.table = structure("edof")
        self.rules = Rules.PLATFORM

    def training(self, element: etree._Element, training: OfferTraining, note: Notes) -> None:
        body = child(element, "organisme-formation-responsable")
        training.siret = check_siret(text(body, "SIRET-organisme-formation", "SIRET"), note)
        training.title = plain(raw(element, "intitule-formation"))
        training.objective = rich(raw(element, "objectif-formation"))
        training.expected_results = rich(raw(element, "resultats-attendus"))
        training.content = rich(raw(element, "contenu-formation"))
        training.course_kind = text(element, "parcours-de-formation")
        training.general_objective = text(element, "objectif-general-formation")
        training.summary = plain(extra_text(element, "resume-contenu"))
        training.category = extra_text(element, "categorisation-offre")
        code = next((" ".join((c.text or "").split()) for c in child_list(element, "certification")), "")
        training.certification_code = code if re.fullmatch(r"(RNCP|RS|CPF)\d{1,8}", code) else ""
        training.blocks = [
            value for name, value in group(element, "blocs-competences") if name == "code-bloc" and value
        ]

    def action(self, element: etree._Element, action: OfferAction, note: Notes) -> None:
        action.modality = MODALITIES.get(text(element, "modalites-enseignement"), Modality.ON_SITE)
        action.entry = Entry.PERMANENT if text(element, "modalites-entrees-sorties") == "1" else Entry.FIXED
        action.conditions = rich(raw(element, "conditions-specifiques"))
        action.has_prerequisites = extra_text(element, "existence-prerequis") == "1"
        action.accessibility = self._accessibility(element)
        action.admission = plain(extra_text(element, "info-admission") or raw(element, "modalites-recrutement"))
        action.accessible = says_yes(text(element, "acces-handicapes")) or self._conforms(element)
        action.language = text(element, "langue-formation").upper()
        action.languages = [action.language] if action.language else ["FR"]
        action.pedagogy = plain(raw(element, "modalites-pedagogiques"))
        action.url = web_address(text(element, "url-action", "urlweb"))
        action.hours_centre = whole(text(element, "nombre-heures-centre"))
        action.hours_company = whole(text(element, "nombre-heures-entreprise"))
        self._facts(element, action, note)
        self._price(element, action, note)
        self._contact(element, action, note)
        self._place(element, action, note)

    @staticmethod
    def _accessibility(element: etree._Element) -> str:
        code = text(element, "acces-handicapes")
        said = plain(extra_text(element, "modalites-handicap"))
        # Fields meant for a sentence often hold a yes or a no.
        return said if code in ("", "0", "1") else " ".join(filter(None, (plain(code), said)))

    @staticmethod
    def _conforms(element: etree._Element) -> bool:
        """Whether the building is said to conform to the rules of access."""
        address = child(element, "lieu-de-formation", "coordonnees", "adresse")
        return extra_text(address, "conformite-reglementaire") == "1"

    @staticmethod
    def _facts(element: etree._Element, action: OfferAction, note: Notes) -> None:
        facts: dict[str, object] = {
            name: value
            for name, tag in (("meals", "restauration"), ("lodging", "hebergement"), ("transport", "transport"))
            if (value := plain(raw(element, tag))) not in ("", "0", "1")
        }
        for name, info, allowed in (
            ("admission_codes", "codes-modalites-admission", _ADMISSIONS),
            ("rhythm_codes", "codes-rythme-formation", set(RHYTHMS)),
        ):
            values = [value for _, value in group(element, info) if value]
            for value in values:
                if value not in allowed:
                    note("not_in_list", value=value, element=info, blocking=False, line=element.sourceline)
            if kept := [v for v in values if v in allowed]:
                facts[name] = kept
        field = extra_text(element, "code-gfe")
        if field and field.lstrip("0") not in _FIELDS:
            note("not_in_list", value=field, element="code-gfe", blocking=False, line=element.sourceline)
        elif field:
            facts["field"] = field
        if services := plain(extra_text(element, "autres-services")):
            facts["services"] = services
        action.rhythms = [RHYTHMS[code] for code in facts.pop("rhythm_codes", [])]  # type: ignore[attr-defined]
        action.facts = facts

    @staticmethod
    def _price(element: etree._Element, action: OfferAction, note: Notes) -> None:
        fees = dict(group(element, "frais-pedagogiques"))
        line = element.sourceline
        if not fees.get("frais-ttc"):
            note("no_price", line=line)
            return
        ttc = amount(fees["frais-ttc"], "frais-ttc", note)
        ht = amount(fees["frais-ht"], "frais-ht", note, blocking=False) if fees.get("frais-ht") else None
        written = fees.get("taux-tva", "")
        rate = _RATES.get(re.sub(r"\.0+$", "", written.replace(",", ".")))
        if written and rate is None:
            note("bad_value", value=written, element="taux-tva", blocking=False, line=line)
        if other := extra_text(element, "frais-anpec"):
            action.extra_fees_cents = amount(other, "frais-anpec", note, blocking=False) or 0
        included = extra_text(element, "frais-certif-inclus-frais-anpec")
        action.certification_fee = {"0": CertificationFee.IN_PRICE, "1": CertificationFee.BESIDE}.get(
            included, CertificationFee.NOT_SAID
        )
        action.price_cents, action.price_without_vat_cents, action.vat_rate_permille = ttc or 0, ht, rate

    @staticmethod
    def _contact(element: etree._Element, action: OfferAction, note: Notes) -> None:
        contact = child(extra(element, "contact-information"), "coordonnees")
        if contact is None:
            note("30017", line=element.sourceline)
            return
        action.phone = text(contact, "telfixe", "numtel") or text(contact, "portable", "numtel")
        action.email = text(contact, "courriel")

    def _place(self, element: etree._Element, action: OfferAction, note: Notes) -> None:
        address = child(element, "lieu-de-formation", "coordonnees", "adresse")
        action.place = self._address(address, note)
        self._address(child(element, "adresse-information", "adresse"), note)

    @staticmethod
    def _address(address: etree._Element | None, note: Notes) -> Place:
        place = place_of(address)
        if address is None:
            return place
        name, box = extra_text(address, "libelle-voie"), extra_text(address, "ligne5-adresse")
        kind = extra_text(address, "code-nature-voie")
        if not name and not box and place.country == "FR":
            note("30013", line=address.sourceline)
        street = " ".join(filter(None, (extra_text(address, "numero-voie"), _STREETS.get(kind, kind.lower()), name)))
        place.lines = [*place.lines, *filter(None, (street, box))]
        return place

    def session(self, element: etree._Element, session: OfferSession, action: OfferAction, note: Notes) -> None:
        dates_of(element, session)
        if child(extra(element, "contact-inscription"), "coordonnees") is None:
            note("30022", line=element.sourceline)
        self._address(child(element, "adresse-inscription", "adresse"), note)
        session.state = SessionState.OPEN if text(element, "etat-recrutement") == "1" else SessionState.CLOSED
        session.guaranteed = extra_text(element, "garantie") == "1"
        session.notes = plain(extra_text(element, "modalites-particulieres"))


def child_list(element: etree._Element, name: str) -> list[etree._Element]:
    """The elements inside the first child called `name`."""
    found = child(element, name)
    return [] if found is None else list(found.iterchildren(etree.Element))
