"""Offers in LHEO 2.3, and in LHEO 2.2, which is the same with fewer elements."""

from __future__ import annotations

from lxml import etree

from ..checking import Rules
from ..types import Entry, Modality, SessionState
from ..types.content import OfferAction, OfferSession, OfferTraining, Place
from .funders import doors_of
from .offers import (
    Dialect,
    Notes,
    amount,
    check_siret,
    child,
    children,
    degrees,
    plain,
    raw,
    rich,
    text,
    web_address,
    whole,
)
from .structure import first_day, structure
from .words_of_offers import level_of, rhythms_in, says_yes

NAMESPACES = {"http://lheo.gouv.fr/2.3": "lheo-2.3", "http://www.lheo.org/2.2": "lheo-2.2"}
MODALITIES = {"0": Modality.ON_SITE, "1": Modality.MIXED, "2": Modality.REMOTE}


def certification_of(element: etree._Element) -> str:
    """The first code the account may pay for: RNCP, else RS, else CPF; codes may come without their letters."""
    for tag, letters in (("code-RNCP", "RNCP"), ("code-RS", "RS"), ("code-CPF", "CPF")):
        for certification in children(element, "certification"):
            digits = "".join(c for c in text(certification, tag) if c.isdigit()).lstrip("0")
            if digits and len(digits) <= 8:
                return letters + digits
    return ""


def place_of(address: etree._Element | None) -> Place:
    """An `adresse`: its lines, town and coordinates."""
    if address is None:
        return Place()
    return Place(
        lines=[plain(line.text or "") for line in children(address, "ligne") if (line.text or "").strip()],
        postal_code=text(address, "codepostal"),
        town=text(address, "ville"),
        insee=text(address, "code-INSEE-commune"),
        lat=degrees(text(address, "geolocalisation", "latitude"), 90),
        lon=degrees(text(address, "geolocalisation", "longitude"), 180),
        country=(text(address, "pays") or "FR").upper(),
    )


def dates_of(element: etree._Element, session: OfferSession) -> None:
    """The period of a session."""
    session.starts_on = first_day(text(element, "periode", "debut"))
    session.ends_on = first_day(text(element, "periode", "fin"))


class Lheo(Dialect):
    """LHEO, version 2.3 or 2.2."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.table = structure("lheo")
        self.rules = Rules.COMMON

    def training(self, element: etree._Element, training: OfferTraining, note: Notes) -> None:
        body = child(element, "organisme-formation-responsable")
        training.siret = check_siret(text(body, "SIRET-organisme-formation", "SIRET"), note)
        training.organisation = text(body, "raison-sociale") or text(body, "nom-organisme")
        training.nda = text(body, "numero-activite")
        training.title = plain(raw(element, "intitule-formation"))
        training.objective = rich(raw(element, "objectif-formation"))
        training.expected_results = rich(raw(element, "resultats-attendus"))
        training.content = rich(raw(element, "contenu-formation"))
        training.course_kind = text(element, "parcours-de-formation")
        training.general_objective = text(element, "objectif-general-formation")
        training.url = web_address(text(element, "url-formation", "urlweb"))
        training.level_in = level_of(text(element, "code-niveau-entree"))
        training.level_out = level_of(text(element, "code-niveau-sortie"))
        training.certification_code = certification_of(element)

    def action(self, element: etree._Element, action: OfferAction, note: Notes) -> None:
        action.modality = MODALITIES.get(text(element, "modalites-enseignement"), Modality.ON_SITE)
        action.entry = Entry.PERMANENT if text(element, "modalites-entrees-sorties") == "1" else Entry.FIXED
        action.has_prerequisites = text(element, "niveau-entree-obligatoire") == "1"
        action.conditions = rich(raw(element, "conditions-specifiques"))
        action.accessibility = plain(raw(element, "acces-handicapes"))
        action.admission = plain(raw(element, "modalites-recrutement"))
        action.accessible = says_yes(action.accessibility)
        spoken = [" ".join((each.text or "").split()).upper()[:2] for each in children(element, "langue-formation")]
        action.languages = list(dict.fromkeys(each for each in spoken if len(each) == 2)) or ["FR"]
        action.language = action.languages[0]
        action.rhythms = rhythms_in(plain(raw(element, "rythme-formation")))
        action.pedagogy = plain(raw(element, "modalites-pedagogiques"))
        action.url = web_address(text(element, "url-action", "urlweb"))
        action.hours_company = whole(text(element, "nombre-heures-entreprise"))
        total = whole(text(element, "nombre-heures-total"))
        action.hours_centre = whole(text(element, "nombre-heures-centre")) or max(total - action.hours_company, 0)
        action.facts = {
            name: value
            for name, tag in (
                ("rhythm_words", "rythme-formation"), ("meals", "restauration"), ("lodging", "hebergement"),
                ("transport", "transport"), ("other_fees", "frais-restants"),
            )
            if (value := plain(raw(element, tag)))
        }  # fmt: skip
        where = child(element, "lieu-de-formation", "coordonnees")
        action.place = place_of(child(where, "adresse"))
        action.phone = text(where, "telfixe", "numtel") or text(where, "portable", "numtel")
        action.email = text(where, "courriel")
        asked_at = child(element, "adresse-information", "adresse")
        asked = child(element.getparent(), "contact-formation", "coordonnees")
        action.doors = doors_of(element, where if asked is None else asked, place_of(asked_at), note)
        self._price(element, action, note)

    @staticmethod
    def _price(element: etree._Element, action: OfferAction, note: Notes) -> None:
        written, hourly = text(element, "prix-total-TTC"), text(element, "prix-horaire-TTC")
        cents = None
        if written:
            cents = amount(written, "prix-total-TTC", note)
        elif hourly and action.hours:
            per_hour = amount(hourly, "prix-horaire-TTC", note)
            cents = None if per_hour is None else per_hour * action.hours
        elif action.by_account:
            note("no_price", line=element.sourceline)
        action.price_cents = cents or 0

    def session(self, element: etree._Element, session: OfferSession, action: OfferAction, note: Notes) -> None:
        dates_of(element, session)
        session.state = SessionState.OPEN if text(element, "etat-recrutement") in ("", "1") else SessionState.CLOSED
        session.notes = plain(raw(element, "modalites-inscription"))
        places = [text(each, "nb-places") for each in children(element, "recrutement")]
        counted = [whole(each) for each in places if each]
        session.places = max(counted) if counted else None
