"""The offers of the training body, and the files by which it changes them."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from acquis.catalogue import actions
from acquis.catalogue import queries as catalogue
from acquis.catalogue.queries import drafts
from acquis.catalogue.types import OfferState, TrainingCard
from acquis.kit.clock import day_of
from acquis.kit.sql import fold
from acquis.web.door import Audience, actor_of, page, reads, see_other, writes
from acquis.web.labels import label
from acquis.web.session import Request

#: A larger file goes through `acquis import offers`, which has no such limit.
MOST_BYTES = 50 * 1024 * 1024


@reads(Audience.PROVIDER)
def show(request: Request) -> HttpResponse:
    return _shown(request, {})


@writes(Audience.PROVIDER)
def upload(request: Request) -> HttpResponse:
    """Read a file of offers; what is wrong in it is told object by object, what is right is published."""
    by = actor_of(request)
    assert by.provider_id is not None
    file = request.FILES.get("file")
    if file is None:
        return _shown(request, {"file": _("Choisissez un fichier XML.")})
    if file.size is None or file.size > MOST_BYTES:
        return _shown(request, {"file": _("Ce fichier dépasse 50 Mo. Envoyez-le en plusieurs parties.")})
    report = actions.import_offers(
        provider_id=by.provider_id, file=file, file_name=file.name or "", by=by, at=request.at
    )
    return see_other(f"/organisme/offres/imports/{report.id}")


@reads(Audience.PROVIDER)
def report(request: Request, report_id: UUID) -> HttpResponse:
    found = catalogue.report(report_id, by=actor_of(request))
    if found is None:
        raise Http404
    return page(request, "provider/report.html", report=found, count_words=_count_words)


def _count_words(key: str) -> str:
    """« Formations nouvelles » for ``trainings.created``; an unknown key is shown as it is."""
    noun, _dot, verb = key.partition(".")
    nouns = {"trainings": _("Formations"), "actions": _("Actions"), "sessions": _("Sessions")}
    verbs = {
        "created": _("nouvelles"),
        "changed": _("changées"),
        "unchanged": _("inchangées"),
        "refused": _("refusées"),
        "withdrawn": _("retirées"),
        "read": _("lues"),
    }
    return f"{nouns[noun]} {verbs[verb]}" if noun in nouns and verb in verbs else key


def _wanted(training: TrainingCard, state: str, words: str) -> bool:
    """Whether an offer is of this state and has all the words in its title, number or certification."""
    said = fold(f"{training.title} {training.number} {training.certification_code}")
    return (state not in set(OfferState) or training.state == state) and all(w in said for w in fold(words).split())


def _shown(request: Request, errors: dict[str, str]) -> HttpResponse:
    by = actor_of(request)
    assert by.provider_id is not None
    everything = catalogue.trainings_of(by.provider_id)
    state, words = request.GET.get("etat", ""), request.GET.get("mots", "").strip()[:100]
    return page(
        request,
        "provider/offers.html",
        status=422 if errors else 200,
        total=len(everything),
        trainings=[each for each in everything if _wanted(each, state, words)],
        leaving=catalogue.leaving(by.provider_id, on=day_of(request.at)),
        followed={c: catalogue.successors(c) for c in {t.certification_code for t in everything if t.held_because}},
        drafts=drafts.drafts_of(by.provider_id, by=by),
        state=state if state in set(OfferState) else "",
        states=[("", _("Toutes")), *((str(each), label(each)) for each in OfferState)],
        words=words,
        reports=catalogue.reports_of(by.provider_id, by=by),
        errors=errors,
    )
