"""The catalogue as learning opportunities of the European Learning Model (profile LOQ 3), in JSON-LD.

One opportunity is one way of following a training. Countries, languages, levels and modes are named by the lists of the
Publications Office of the European Union; certifications by their number in the national registers.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, BinaryIO

from acquis.providers.types import ProviderCard

from ..types import ActionCard, Modality, TrainingCard
from .shelf import Shown, plain

CONTEXT: dict[str, str] = {
    "adms": "http://www.w3.org/ns/adms#",
    "clv": "http://data.europa.eu/m8g/",
    "dc": "http://purl.org/dc/terms/",
    "elm": "http://data.europa.eu/snb/model/elm/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "locn": "http://www.w3.org/ns/locn#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rov": "http://www.w3.org/ns/regorg#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_AUTHORITY = "http://publications.europa.eu/resource/authority"
_MODES = "http://data.europa.eu/snb/learning-assessment"
#: The mode of delivery, as the European list of modes names it.
MODES = {Modality.ON_SITE: "presential", Modality.MIXED: "blended", Modality.REMOTE: "online"}
#: ISO 639-1 to the three letters of the European list of languages.
LANGUAGES = {
    "FR": "FRA", "EN": "ENG", "ES": "SPA", "DE": "DEU", "IT": "ITA", "PT": "POR", "NL": "NLD", "PL": "POL",
    "RO": "RON", "RU": "RUS", "AR": "ARA", "ZH": "ZHO", "JA": "JPN", "TR": "TUR", "UK": "UKR", "EL": "ELL",
}  # fmt: skip

Node = dict[str, Any]


def write(out: BinaryIO, offers: Iterable[Shown], *, site: str) -> int:
    """Write the whole as one JSON-LD document; returns how many opportunities. `site` has no final slash."""
    count = 0
    out.write(b'{"@context":' + json.dumps(CONTEXT).encode() + b',"@graph":[')
    for each in offers:
        for action in each.training.actions:
            node = opportunity(each.training, action, each.provider, site=site)
            out.write((b",\n" if count else b"\n") + json.dumps(node, ensure_ascii=False).encode())
            count += 1
    out.write(b"\n]}\n")
    return count


def opportunity(training: TrainingCard, action: ActionCard, body: ProviderCard, *, site: str) -> Node:
    """One way of following a training as an `elm:LearningOpportunity`, with all that it refers to inside."""
    page = f"{site}/formations/{training.id}"
    certification = f"{site}/certifications/{training.certification_code}"
    hours = action.hours_centre + action.hours_company
    node: Node = {
        "@id": f"{page}#{action.id}",
        "@type": "elm:LearningOpportunity",
        "adms:identifier": _identifier(f"{page}#{action.id}-number", str(action.id), "Acquis"),
        "dc:title": _said(training.title),
        "dc:description": _said(training.objective or training.summary or training.title),
        "foaf:homepage": {"@id": page, "@type": "elm:WebResource", "elm:contentUrl": _typed(page, "anyURI")},
        "elm:mode": _concept(f"{_MODES}/{MODES[action.modality]}", MODES[action.modality], f"{_MODES}/modes"),
        "elm:defaultLanguage": _language(action.language),
        "elm:providedBy": _organisation(body, site),
        "elm:learningAchievementSpecification": {
            "@id": certification,
            "@type": "elm:QualificationReference",
            "adms:identifier": _identifier(f"{certification}#code", training.certification_code, "France compétences"),
        },
        "elm:priceDetail": {
            "@type": "elm:PriceDetail",
            "elm:amount": {
                "@type": "elm:Amount",
                "elm:unit": _concept(f"{_AUTHORITY}/currency/EUR", "euro", f"{_AUTHORITY}/currency"),
                "rdf:value": _typed(f"{action.price_cents // 100}.{action.price_cents % 100:02d}", "decimal"),
            },
        },
    }
    if hours:
        node["elm:duration"] = _typed(f"PT{hours}H", "duration")
    days = [day for session in action.sessions for day in (session.starts_on, session.ends_on) if day]
    if days:
        node["dc:temporal"] = {
            "@type": "dc:PeriodOfTime",
            "elm:startDate": _typed(f"{min(days):%Y-%m-%d}T00:00:00", "dateTime"),
            "elm:endDate": _typed(f"{max(days):%Y-%m-%d}T00:00:00", "dateTime"),
        }
    if action.admission:
        node["elm:admissionProcedure"] = {"@type": "elm:Note", "elm:noteLiteral": _said(action.admission)}
    if action.town:
        where = _location(action.address, action.postal_code, action.town)
        if action.lat is not None and action.lon is not None:
            where["locn:geometry"] = {
                "@type": "locn:Geometry",
                "clv:latitude": f"{action.lat:.6f}",
                "clv:longitude": f"{action.lon:.6f}",
            }
        node["elm:location"] = where
    return node


def _organisation(body: ProviderCard, site: str) -> Node:
    return {
        "@id": f"{site}/organismes/{body.id}",
        "@type": "elm:Organisation",
        "rov:legalName": _said(body.name),
        "rov:registration": {
            "@id": f"{site}/organismes/{body.id}#siret",
            "@type": "elm:LegalIdentifier",
            "skos:notation": body.siret,
            "elm:schemeName": "SIRET",
            "dc:spatial": _country(),
        },
        "elm:location": _location(body.address, body.postal_code, body.town),
    }


def _location(lines: tuple[str, ...], postal_code: str, town: str) -> Node:
    whole = ", ".join(filter(None, [*map(plain, lines), f"{postal_code} {town}".strip()])) or "France"
    return {
        "@type": "dc:Location",
        "elm:address": {
            "@type": "elm:Address",
            "elm:fullAddress": {"@type": "elm:Note", "elm:noteLiteral": _said(whole)},
            "elm:countryCode": _country(),
        },
    }


def _country() -> Node:
    return _concept(f"{_AUTHORITY}/country/FRA", "France", f"{_AUTHORITY}/country")


def _language(code: str) -> Node:
    three = LANGUAGES.get(code.upper(), "MUL")
    return _concept(f"{_AUTHORITY}/language/{three}", three, f"{_AUTHORITY}/language")


def _concept(iri: str, label: str, scheme: str) -> Node:
    return {
        "@id": iri,
        "@type": "skos:Concept",
        "skos:prefLabel": {"@value": label, "@language": "en"},
        "skos:inScheme": {"@id": scheme, "@type": "skos:ConceptScheme"},
    }


def _identifier(iri: str, value: str, scheme: str) -> Node:
    return {"@id": iri, "@type": "elm:Identifier", "skos:notation": value, "elm:schemeName": scheme}


def _said(text: str) -> Node:
    return {"@value": plain(text) or "-", "@language": "fr"}


def _typed(value: str, kind: str) -> Node:
    return {"@value": value, "@type": f"xsd:{kind}"}
