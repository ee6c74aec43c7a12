"""The whole catalogue in files, made every night."""

from __future__ import annotations

from datetime import UTC, datetime

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.http import http_date, parse_http_date_safe
from ninja import Router, Schema
from pydantic import Field

from acquis.catalogue.exports import queries
from acquis.catalogue.exports.types import Export

from .door import limited

router = Router(tags=["Exports"])

TYPES = {
    Export.LHEO: "application/xml",
    Export.COLUMNS: "text/csv; charset=utf-8",
    Export.EUROPEAN: "application/ld+json",
}
SENSE = {
    Export.LHEO: "LHEO 2.3, the common language of training offers",
    Export.COLUMNS: "columns of the public data set moncompteformation_catalogueformation; « ; » between cells",
    Export.EUROPEAN: "learning opportunities of the European Learning Model, JSON-LD",
}


class FileOut(Schema):
    name: str
    sense: str
    media_type: str
    size: int = Field(description="Bytes.")
    made_at: datetime
    address: str


@router.get("/exports", response=list[FileOut], summary="Files of the whole catalogue", operation_id="exports")
def exports(request: HttpRequest) -> list[FileOut]:
    """The files that were made; an empty list until the first night."""
    found = []
    for export in Export:
        path = queries.made(export)
        if path is not None:
            kept = path.stat()
            found.append(
                FileOut(
                    name=export.value,
                    sense=SENSE[export],
                    media_type=TYPES[export],
                    size=kept.st_size,
                    made_at=datetime.fromtimestamp(kept.st_mtime, UTC),
                    address=f"/api/open/v1/exports/{export.value}",
                )
            )
    return found


@router.get("/exports/{name}", summary="One file", operation_id="export", response={200: None}, include_in_schema=True)
def export(request: HttpRequest, name: str) -> HttpResponse | FileResponse:
    """The file; 304 when it is not newer than `If-Modified-Since`, 404 until it is made."""
    path = queries.made(Export(name)) if name in list(Export) else None
    if path is None:
        raise Http404
    made = int(path.stat().st_mtime)
    since = request.headers.get("If-Modified-Since")
    if since and (parse_http_date_safe(since) or 0) >= made:
        return limited(request, HttpResponseNotModified())
    answer = FileResponse(path.open("rb"), content_type=TYPES[Export(name)], as_attachment=True, filename=name)
    answer.headers["Last-Modified"] = http_date(made)
    return limited(request, answer)
