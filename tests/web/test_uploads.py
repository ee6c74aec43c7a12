"""Files that people send: a form announced too long is turned away, a document is read no further than needed."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import UploadedFile
from django.test.client import FakePayload
from tests import scenes
from tests.web.visiting import signed_in

from acquis.people.documents import MOST_BYTES
from acquis.web.uploads import LONGEST_FORM, content_of


class Counted(io.BytesIO):
    taken = 0

    def read(self, size: int | None = -1) -> bytes:
        found = super().read(size)
        self.taken += len(found)
        return found


def test_no_more_is_read_than_is_needed_to_refuse() -> None:
    file = Counted(bytes(3 * MOST_BYTES))
    assert len(content_of(UploadedFile(file, "a.pdf"))) == MOST_BYTES + 1
    assert file.taken == MOST_BYTES + 1


@pytest.mark.django_db
def test_a_form_announced_too_long_is_not_received() -> None:
    class Unread(FakePayload):
        def read(self, num_bytes: int | None = None) -> bytes:
            raise AssertionError("some of it was received")

    answer = signed_in(scenes.a_holder().actor).post(
        "/mes-droits/ma-situation/justificatif",
        content_type="multipart/form-data; boundary=x",
        **{"wsgi.input": Unread(b""), "CONTENT_LENGTH": str(LONGEST_FORM + 1)},
    )
    assert answer.status_code == 400
