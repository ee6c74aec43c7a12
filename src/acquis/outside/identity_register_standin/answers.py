"""What the stand-in answers: everybody asked for is registered as asked, but for those it is told otherwise about.

The demonstration's people are invented, so the register cannot know them beforehand. Some names play a part: see
`PARTS`. Who is born on the day of `DEAD` has died.
"""

from __future__ import annotations

from datetime import date, datetime

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET
from lxml import etree

from acquis.kit.sql import fold

OUTER = "http://xml.insee.fr/schema/electoral"
CIVIL = "http://xml.insee.fr/schema/etat-civil"
INNER = "http://xml.insee.fr/schema"
SPACES = {"el": OUTER, "ec": CIVIL, "ie": INNER}

#: How the birth name begins, and the type it is answered with.
PARTS = {"echo": "4", "echos": "6", "usage": "7", "inconnu": "8", "mauvais": "9", "etrange": "99"}
#: Everybody born on this day died on that one.
DEAD = {date(1931, 7, 14): date(2026, 3, 2)}


@require_GET
def identify(request: HttpRequest) -> HttpResponse:
    asked = request.GET
    try:
        if asked.get("rechercheType") != "S" or not asked.get("nom"):
            raise ValueError
        born_on = datetime.strptime(asked.get("dateNaissance", ""), "%Y%m%d").date()  # noqa: DTZ007
    except ValueError:
        return _xml(_document("9", request))
    kind = PARTS.get(fold(asked["nom"]).split(" ")[0], "2")
    if kind == "99":
        return HttpResponse("Mauvais format", content_type="text/plain")
    root = _document(kind, request)
    if kind in ("2", "7"):
        _identity(root, asked, born_on)
    return _xml(root)


def _document(kind: str, request: HttpRequest) -> etree._Element:
    root = etree.Element(f"{{{OUTER}}}IdentificationsIndividusCitoyens", nsmap=SPACES)
    root.set("uriDemande", request.build_absolute_uri())
    etree.SubElement(root, f"{{{OUTER}}}TypeReponseIdentification").text = kind
    return root


def _identity(root: etree._Element, asked: dict[str, str], born_on: date) -> None:
    block = etree.SubElement(root, f"{{{OUTER}}}IdentificationIndividuCitoyen")
    person = etree.SubElement(etree.SubElement(block, f"{{{OUTER}}}SituationActuelle"), f"{{{CIVIL}}}Individu")
    _put(person, "Noms", "NomFamille").text = asked["nom"].upper()
    names = _put(person, "Prenoms")
    for first in asked.get("prenoms", "").split():
        _put(names, "Prenom").text = first
    birth = _put(person, "Naissance")
    _put(birth, "DateNaissance").text = born_on.isoformat()
    place = asked.get("codeLieuNaissance", "")
    if place:
        _put(birth, "LieuNaissance", "Pays" if place.startswith("99") else "Localite").set("code", place)
    _put(person, "Sexe").text = "F" if asked.get("sexe", "").upper() == "F" else "M"
    if born_on in DEAD:
        _put(person, "Deces", "DateDeces").text = DEAD[born_on].isoformat()
    differences = etree.SubElement(block, f"{{{OUTER}}}Divergences")
    for name in ("Nom", "Prenoms", "Sexe", "DateNaissance", "LieuNaissance", "NIR"):
        etree.SubElement(differences, f"{{{CIVIL}}}Divergence{name}").text = "false"


def _put(parent: etree._Element, *names: str) -> etree._Element:
    for name in names:
        parent = etree.SubElement(parent, f"{{{INNER}}}{name}")
    return parent


def _xml(root: etree._Element) -> HttpResponse:
    return HttpResponse(
        etree.tostring(root, xml_declaration=True, encoding="UTF-8"), content_type="application/xml; charset=utf-8"
    )
