"""Addresses of the funders' pages."""

from acquis.web.door import route

from . import bench, calls, composing, conventions, keys, requests

ONE = "financeur/conventions/<uuid:convention_id>"
REQUEST = "financeur/demandes/<uuid:request_id>"

urlpatterns = [
    route("financeur", get=conventions.all_of_them, name="funder"),
    route("financeur/nouvelle", get=composing.blank, post=composing.draft, name="funder-new"),
    route("financeur/demandes", get=requests.queue, name="funder-requests"),
    route(REQUEST, get=requests.one, name="funder-request"),
    route(f"{REQUEST}/decider", post=requests.decide, name="funder-decide"),
    route(f"{REQUEST}/repondre", post=requests.reply, name="funder-reply"),
    route(f"{REQUEST}/pieces/<uuid:document_id>", get=requests.document, name="funder-document"),
    route(ONE, get=conventions.one, post=conventions.decide, name="funder-convention"),
    route(f"{ONE}/modifier", get=composing.edit, post=composing.change, name="funder-change"),
    route(f"{ONE}/essai", get=bench.show, name="funder-bench"),
    route(f"{ONE}/nouvelle-version", post=conventions.amend, name="funder-amend"),
    route("financeur/cles", get=keys.all_of_them, name="funder-keys"),
    route("financeur/cles/nouvelle", get=keys.blank, post=keys.register, name="funder-new-key"),
    route("financeur/cles/<uuid:client_id>", get=keys.one, post=keys.decide, name="funder-key"),
    route("financeur/appels", get=calls.all_of_them, post=calls.add, name="funder-calls"),
    route("financeur/appels/<uuid:endpoint_id>", get=calls.one, post=calls.decide, name="funder-call"),
]
