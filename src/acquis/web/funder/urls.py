"""Addresses of the funders' pages."""

from acquis.web.door import route

from . import bench, composing, conventions

ONE = "financeur/conventions/<uuid:convention_id>"

urlpatterns = [
    route("financeur", get=conventions.all_of_them, name="funder"),
    route("financeur/nouvelle", get=composing.blank, post=composing.draft, name="funder-new"),
    route(ONE, get=conventions.one, post=conventions.decide, name="funder-convention"),
    route(f"{ONE}/modifier", get=composing.edit, post=composing.change, name="funder-change"),
    route(f"{ONE}/essai", get=bench.show, name="funder-bench"),
    route(f"{ONE}/nouvelle-version", post=conventions.amend, name="funder-amend"),
]
