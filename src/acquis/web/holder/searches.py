"""The searches I keep: each with what is new, how soon I am told, and the way to stop."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.utils.translation import gettext as _

from acquis.catalogue import queries as catalogue
from acquis.kit.ids import new_id
from acquis.kit.refusal import Refused
from acquis.providers import queries as providers
from acquis.watches import actions
from acquis.watches import queries as watches
from acquis.watches.types import LONGEST_NAME, Cadence, State
from acquis.web.door import Audience, actor_of, page, reads, see_other, writes
from acquis.web.public import search_form
from acquis.web.refusals import sentence
from acquis.web.session import Request

_OF_NAME = ("NAME_MISSING", "NAME_TOO_LONG")
PATH = "/mes-recherches"


@reads(Audience.HOLDER)
def show(request: Request) -> HttpResponse:
    by = actor_of(request)
    assert by.account_id is not None
    found = watches.watches_of(by.account_id, by=by)
    return page(
        request, "holder/searches.html", kept=found, going=[each for each in found if each.state == State.ACTIVE]
    )


@reads(Audience.HOLDER)
def new(request: Request) -> HttpResponse:
    """The question of the results page comes along in the address."""
    form = search_form.read(request.GET)
    return _form(request, form, name=_name_of(form), cadence=Cadence.DAILY, watch_id=new_id())


@writes(Audience.HOLDER)
def keep(request: Request) -> HttpResponse:
    form = search_form.read(QueryDict(request.POST.get("recherche", "")[:2000]))
    name, cadence, watch_id = request.POST.get("nom", ""), _cadence(request), _identifier(request)
    try:
        actions.keep(
            watch_id=watch_id,
            name=name,
            address=form.query(leaving=("o", "tri")),
            asked=form.request,
            cadence=cadence,
            by=actor_of(request),
            at=request.at,
        )
    except Refused as refused:
        where = "nom" if refused.reason.name in _OF_NAME else ""
        errors = {where: sentence(refused)}
        return _form(request, form, name=name, cadence=cadence, watch_id=watch_id, errors=errors)
    messages.success(request, _("Cette recherche est gardée. Vous serez prévenu de ce qui est nouveau."))
    return see_other(PATH)


@reads(Audience.HOLDER)
def one(request: Request, watch_id: UUID) -> HttpResponse:
    return _shown(request, watch_id)


@writes(Audience.HOLDER)
def change(request: Request, watch_id: UUID) -> HttpResponse:
    name = request.POST.get("nom", "")
    try:
        actions.change(watch_id=watch_id, name=name, cadence=_cadence(request), by=actor_of(request), at=request.at)
    except Refused as refused:
        if refused.reason.name not in _OF_NAME:
            raise
        return _shown(request, watch_id, name=name, errors={"nom": sentence(refused)})
    messages.success(request, _("C’est noté."))
    return see_other(f"{PATH}/{watch_id}")


@writes(Audience.HOLDER)
def pause(request: Request, watch_id: UUID) -> HttpResponse:
    actions.pause(watch_id=watch_id, by=actor_of(request), at=request.at)
    messages.success(request, _("Cette recherche est en pause : vous n’en recevrez plus de nouvelles."))
    return see_other(f"{PATH}/{watch_id}")


@writes(Audience.HOLDER)
def resume(request: Request, watch_id: UUID) -> HttpResponse:
    actions.resume(watch_id=watch_id, by=actor_of(request), at=request.at)
    messages.success(request, _("Vous suivez de nouveau cette recherche."))
    return see_other(f"{PATH}/{watch_id}")


@writes(Audience.HOLDER)
def drop(request: Request, watch_id: UUID) -> HttpResponse:
    actions.drop(watch_id=watch_id, by=actor_of(request), at=request.at)
    messages.success(request, _("Cette recherche est supprimée."))
    return see_other(PATH)


def _form(
    request: Request,
    form: search_form.SearchForm,
    *,
    name: str,
    cadence: Cadence,
    watch_id: UUID,
    errors: dict[str, str] | None = None,
) -> HttpResponse:
    return page(
        request,
        "holder/new_search.html",
        status=422 if errors else 200,
        query=form.query(leaving=("o", "tri")),
        asks_something=form.asks_something,
        name=name,
        cadence=cadence,
        cadences=list(Cadence),
        watch_id=watch_id,
        longest=LONGEST_NAME,
        field_errors={k: v for k, v in (errors or {}).items() if k},
        refused=(errors or {}).get("", ""),
    )


def _shown(
    request: Request, watch_id: UUID, *, name: str | None = None, errors: dict[str, str] | None = None
) -> HttpResponse:
    found = watches.watch(watch_id, by=actor_of(request))
    trainings = {each.id: each for each in catalogue.training_pages(found.news)}
    bodies = providers.providers({each.provider_id for each in trainings.values()})
    return page(
        request,
        "holder/search_kept.html",
        status=422 if errors else 200,
        watch=found,
        name=found.name if name is None else name,
        news=[(trainings[i], bodies.get(trainings[i].provider_id)) for i in found.news if i in trainings],
        cadences=list(Cadence),
        longest=LONGEST_NAME,
        errors=errors or {},
    )


def _name_of(form: search_form.SearchForm) -> str:
    """What most people would call it: the words and the place."""
    words, place = form.request.text.strip(), form.request.place.strip()
    told = _("%(words)s, %(place)s") % {"words": words, "place": place} if words and place else words or place
    return (told or _("Ma recherche"))[:LONGEST_NAME]


def _cadence(request: Request) -> Cadence:
    try:
        return Cadence(request.POST.get("frequence", ""))
    except ValueError:
        return Cadence.DAILY


def _identifier(request: Request) -> UUID:
    try:
        return UUID(request.POST.get("id", ""))
    except ValueError:
        return new_id()
