"""Files that people send, in and out: read no further than allowed, judged in one place, never shown in a page."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.utils.datastructures import MultiValueDict

from acquis.people.documents import MOST_BYTES
from acquis.support.types import ProofFile

#: No form of ours is longer: a file of offers, and its fields. What is announced longer is not even received.
LONGEST_FORM = 52 * 1024 * 1024

#: How the names of the refusals that a file alone explains begin.
FILE_REFUSALS = ("DOCUMENT", "SCAN", "TOO_MANY")


class Bounded(FileUploadHandler):
    """Turns a form away by its announced length, before any of it is written to memory or disk."""

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, Any],
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> tuple[Any, MultiValueDict[str, UploadedFile]] | None:
        if content_length > LONGEST_FORM:
            raise RequestDataTooBig(f"a form of {content_length} bytes")
        return None

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None


def content_of(file: UploadedFile) -> bytes:
    """What a person's document holds, read no further than one byte beyond what is allowed: enough to refuse it."""
    return file.read(MOST_BYTES + 1)


def attached(request: HttpRequest, name: str = "proof") -> list[ProofFile]:
    """The files of the form, none of them judged yet."""
    return [ProofFile(name=file.name or "", content=content_of(file)) for file in request.FILES.getlist(name)]


def proof_answer(proof: ProofFile) -> HttpResponse:
    """The file as an attachment: a browser saves it and runs nothing of it."""
    return file_answer(proof.name, proof.content, media_type=proof.media_type)


def file_answer(name: str, content: bytes, *, media_type: str) -> HttpResponse:
    """The same for a file of any origin."""
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response
