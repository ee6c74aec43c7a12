"""Files that people attach, in and out: never shown in the page, always saved by the browser under a plain name."""

from __future__ import annotations

from urllib.parse import quote

from django.http import HttpRequest, HttpResponse

from acquis.support.types import LARGEST_PROOF, PROOF_TYPES, ProofFile


def attached(request: HttpRequest, name: str = "proof") -> list[ProofFile]:
    """The files of the form, read no further than one byte beyond what is allowed; their type by their first bytes."""
    found = []
    for file in request.FILES.getlist(name):
        content = file.read(LARGEST_PROOF + 1)
        kind = next((kind for kind, heads in PROOF_TYPES.items() if content.startswith(heads)), "")
        found.append(ProofFile(name=file.name or "", media_type=kind, content=content))
    return found


def proof_answer(proof: ProofFile) -> HttpResponse:
    """The file as an attachment: a browser saves it and runs nothing of it."""
    response = HttpResponse(proof.content, content_type=proof.media_type)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(proof.name)}"
    return response
