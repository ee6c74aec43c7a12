"""The files of declarations received: what was taken, what was refused and why, record by record."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from acquis.declarations import queries as declarations
from acquis.declarations.types import Report, Source, State
from acquis.web.door import Audience, actor_of, page, reads
from acquis.web.labels import label
from acquis.web.lists import page_link, page_number
from acquis.web.session import Request
from acquis.web.sheets import csv_file

#: What the filter of findings offers, and what each asks for.
WHICH = {"": None, "refus": True, "prises": False}


@reads(Audience.STAFF)
def show(request: Request) -> HttpResponse:
    source = request.GET.get("origine", "")
    found = declarations.imports(
        by=actor_of(request), source=Source(source) if source in set(Source) else None, page=page_number(request)
    )
    return page(
        request,
        "staff/declarations.html",
        found=found,
        sources=list(Source),
        source=source,
        href=page_link(request),
        tone=tone,
    )


@reads(Audience.STAFF)
def one(request: Request, import_id: UUID) -> HttpResponse:
    """One file: its counts, and its findings by kind and code."""
    which, code = request.GET.get("remarques", ""), request.GET.get("code", "")
    found = declarations.findings(
        import_id, by=actor_of(request), blocking=WHICH.get(which), code=code, page=page_number(request)
    )
    if found is None:
        raise Http404
    report, findings, codes = found
    return page(
        request,
        "staff/declaration_file.html",
        report=report,
        findings=findings,
        codes=codes,
        what_is_wrong=declarations.what_is_wrong,
        which=which,
        code=code,
        lines=counts_in_words(report),
        in_columns=declarations.is_in_columns(report.source),
        href=page_link(request),
        tone=tone,
    )


@reads(Audience.STAFF)
def sheet(request: Request, import_id: UUID) -> HttpResponse:
    """The findings that were kept, for a spreadsheet; individuals by their rank, never by name or number."""
    found = declarations.findings(import_id, by=actor_of(request), page=None)
    if found is None:
        raise Http404
    report, findings, _codes = found
    where = _("Colonne") if declarations.is_in_columns(report.source) else _("Rubrique")
    columns = [_("Ligne"), _("Personne n°"), where, _("Niveau"), _("Code"), _("Bloquante"), _("Remarque")]
    rows = [
        [
            str(each.line or ""),
            str(each.individual or ""),
            each.rubric,
            label(each.level),
            each.code,
            _("oui") if each.blocking else _("non"),
            each.sentence,
        ]
        for each in findings.rows
    ]
    return csv_file("remarques.csv", columns, rows)


def tone(report: Report) -> str:
    """The colour of a file's state, never alone: the word says it."""
    if report.state is State.REFUSED or report.blocking_total:
        return "danger" if report.state is State.REFUSED else "warning"
    return "success" if report.state is State.READ else "accent"


def counts_in_words(report: Report) -> list[tuple[str, int]]:
    """The counts that people ask for, in the order in which they ask."""
    words = {
        "declarations": _("Déclarations lues"),
        "individuals": _("Personnes lues"),
        "individuals.accepted": _("Personnes prises"),
        "individuals.refused": _("Personnes refusées"),
        "individuals.waiting": _("Personnes à reconnaître par un agent"),
        "individuals.outdated": _("Personnes d’un envoi dépassé, laissées de côté"),
        "contracts.refused": _("Contrats refusés"),
        "contracts.no_work": _("Contrats qui ne donnent pas de droits (stages, mandats…)"),
        "lines.created": _("Faits nouveaux"),
        "lines.corrected": _("Faits corrigés"),
        "lines.withdrawn": _("Faits retirés"),
        "lines.unchanged": _("Faits déjà connus"),
        "endowments": _("Versements lus"),
        "endowments.given": _("Versements faits"),
        "endowments.proposed": _("Versements proposés à une deuxième personne"),
        "endowments.unchanged": _("Versements déjà faits ou déjà proposés"),
        "endowments.refused": _("Versements refusés"),
        "risks": _("Droits lus"),
        "risks.new": _("Droits nouveaux"),
        "risks.replaced": _("Droits remplacés par un état plus récent"),
        "risks.unchanged": _("Droits déjà connus"),
        "risks.older": _("Droits d’un état dépassé, laissés de côté"),
        "risks.nobody": _("Droits de personnes sans compte, non gardés"),
        "risks.refused": _("Droits refusés"),
        "engagements": _("Années d’engagement lues"),
        "engagements.given": _("Années d’engagement prises"),
        "engagements.unchanged": _("Années d’engagement déjà connues"),
        "engagements.nobody": _("Années de personnes sans compte, non gardées"),
        "engagements.refused": _("Années d’engagement refusées"),
        "lines.outdated": _("Faits dépassés, laissés de côté"),
    }
    return [(words[key], report.counts[key]) for key in words if report.counts.get(key)]
