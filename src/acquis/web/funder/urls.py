"""Addresses of the funders' pages."""

from acquis.web.door import route

from . import bench, composing, conventions

ONE = "financeur/conventions/<uuid:convention_id>"

urlpatterns = [
    route("financeur", get=conventions.all_of_them, name="funder"),
    route("financeur/nouvelle", get=composing.blank, post=composing.draft, name="funder-new"),
    route(ONE, get=conventions.one, name="funder-convention"),
    route(f"{ONE}/modifier", get=composing.edit, post=composing.change, name="funder-change"),
    route(f"{ONE}/essai", get=bench.show, name="funder-bench"),
    route(f"{ONE}/signer", post=conventions.submit, name="funder-submit"),
    route(f"{ONE}/reprendre", post=conventions.take_back, name="funder-take-back"),
    route(f"{ONE}/nouvelle-version", post=conventions.amend, name="funder-amend"),
    route(f"{ONE}/suspendre", post=conventions.suspend, name="funder-suspend"),
    route(f"{ONE}/relancer", post=conventions.resume, name="funder-resume"),
    route(f"{ONE}/terminer", post=conventions.end, name="funder-end"),
    route(f"{ONE}/abandonner", post=conventions.discard, name="funder-discard"),
]
