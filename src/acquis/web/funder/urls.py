"""Addresses of the funders' pages."""

from acquis.web.door import route

from . import bench, calls, composing, conventions, keys, orders, requests

ONE = "financeur/conventions/<uuid:convention_id>"
ORDER = "financeur/dotations/<uuid:order_id>"
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
    route("financeur/dotations", get=orders.all_of_them, name="funder-orders"),
    route("financeur/dotations/nouvelle", get=orders.blank, post=orders.draft, name="funder-order-new"),
    route("financeur/dotations/modele.csv", get=orders.model, name="funder-order-model"),
    route(ORDER, get=orders.one, post=orders.act, name="funder-order"),
    route(f"{ORDER}/refus.<slug:form>", get=orders.faults, name="funder-order-faults"),
    route(f"{ORDER}/recu.<slug:form>", get=orders.receipt, name="funder-order-receipt"),
    route("financeur/cles", get=keys.all_of_them, name="funder-keys"),
    route("financeur/cles/nouvelle", get=keys.blank, post=keys.register, name="funder-new-key"),
    route("financeur/cles/<uuid:client_id>", get=keys.one, post=keys.decide, name="funder-key"),
    route("financeur/appels", get=calls.all_of_them, post=calls.add, name="funder-calls"),
    route("financeur/appels/<uuid:endpoint_id>", get=calls.one, post=calls.decide, name="funder-call"),
]
