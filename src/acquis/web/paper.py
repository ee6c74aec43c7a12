"""Documents on paper: a template of typst beside its page, its data as JSON, an accessible PDF (PDF/UA-1) out.

Typst refuses to write a document that lacks a title, a language or the alternative of a picture; its own fonts
(Libertinus, OFL) are used and none of the machine, so that the same data give the same pages everywhere.

An electronic invoice is such a PDF that lasts (PDF/A-3) and carries its XML: Factur-X. Typst attaches the file; what
it cannot write, the four lines by which a reader knows Factur-X, is added to the metadata afterwards.
"""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import pikepdf
import segno
import typst
from django.conf import settings
from django.utils.translation import gettext as _

_WEB = Path(__file__).parent
_SCHEMAS_END = b"</rdf:Bag></pdfaExtension:schemas>"
_NAMESPACE = "urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#"


def pdf(template: str, data: Mapping[str, Any]) -> bytes:
    """The document that `template` (named from the `web` folder, as ``holder/statement.typ``) makes of `data`.

    What is shown must be text already: the template lays out and formats nothing. Raises `typst.TypstError` for a
    template that would not make an accessible document.
    """
    return _compiled(_of_the_house(template), {"data": json.dumps(data, ensure_ascii=False)})


def check_of(code: str) -> dict[str, str]:
    """How whoever receives a paper checks it (`data["check"]` of every paper): the code, and a square to scan."""
    site = settings.ACQUIS.site_url
    drawn = io.BytesIO()
    segno.make(f"{site}/verifier?code={code}", error="m").save(
        drawn, kind="svg", border=2, dark="#16201f", light="#fff"
    )
    return {
        "code": code,
        "title": _("Vérifier ce document"),
        "words": _(
            "Allez sur %(address)s et tapez ce code, ou visez le carré. La page dit ce que ce document doit contenir."
        )
        % {"address": f"{site}/verifier"},
        "square": drawn.getvalue().decode(),
        "square_alt": _("Carré à viser avec un téléphone : il ouvre la page de vérification avec le code %(code)s")
        % {"code": code},
    }


def factur_x(template: str, data: Mapping[str, Any], *, xml: bytes, name: str, level: str) -> bytes:
    """An invoice on paper that carries its XML under the `name` that readers look for; `level` is its profile.

    The same invoice gives the same bytes each time: the template dates the document by the invoice, not by the clock.
    """
    inputs = {"data": json.dumps(data, ensure_ascii=False), "xml": xml.decode(), "xml_name": name}
    with pikepdf.open(io.BytesIO(_compiled(_template(template), inputs, lasting=True))) as document:
        metadata = document.Root.Metadata
        told = metadata.read_bytes()
        if told.count(_SCHEMAS_END) != 1:
            raise ValueError("typst writes its metadata otherwise than it did")
        said = {"DocumentType": "INVOICE", "DocumentFileName": name, "Version": "1.0", "ConformanceLevel": level}
        lines = "".join(f"<fx:{key}>{value}</fx:{key}>" for key, value in said.items())
        told = told.replace(_SCHEMAS_END, _extension(said).encode() + _SCHEMAS_END)
        told = told.replace(
            b"</rdf:Description></rdf:RDF>",
            f'</rdf:Description><rdf:Description rdf:about="" xmlns:fx="{_NAMESPACE}">{lines}'
            "</rdf:Description></rdf:RDF>".encode(),
        )
        metadata.write(told)
        made = io.BytesIO()
        document.save(made, deterministic_id=True)
    return made.getvalue()


def _compiled(template: bytes, inputs: dict[str, str], *, lasting: bool = False) -> bytes:
    made: bytes = typst.compile(
        template,
        format="pdf",
        sys_inputs=inputs,
        ignore_system_fonts=True,
        pdf_standards=["a-3a", "ua-1"] if lasting else ["ua-1"],
    )
    return made


def _extension(said: Mapping[str, str]) -> str:
    """What PDF/A asks of whoever adds properties of its own to the metadata: to say which."""
    resource = 'rdf:li rdf:parseType="Resource"'
    properties = "".join(
        f"<{resource}><pdfaProperty:category>external</pdfaProperty:category>"
        f"<pdfaProperty:description>Factur-X {key}</pdfaProperty:description>"
        f"<pdfaProperty:name>{key}</pdfaProperty:name><pdfaProperty:valueType>Text</pdfaProperty:valueType></rdf:li>"
        for key in said
    )
    return (
        f"<{resource}><pdfaSchema:schema>Factur-X PDFA Extension Schema</pdfaSchema:schema>"
        f"<pdfaSchema:namespaceURI>{_NAMESPACE}</pdfaSchema:namespaceURI><pdfaSchema:prefix>fx</pdfaSchema:prefix>"
        f"<pdfaSchema:property><rdf:Seq>{properties}</rdf:Seq></pdfaSchema:property></rdf:li>"
    )


@lru_cache
def _template(name: str) -> bytes:
    return (_WEB / name).read_bytes()


@lru_cache
def _of_the_house(name: str) -> bytes:
    """A template after what all papers begin with; an invoice, which is another kind of document, has its own."""
    return _template("house.typ") + _template(name)
