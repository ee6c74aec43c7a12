"""Filed documents: judged by what they hold, scanned where a scanner is set up, sealed under their own id."""

import socketserver
import struct
import threading
import zlib
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.conf import settings

from acquis.kit.actor import Actor, Role, system
from acquis.kit.refusal import Refused
from acquis.people import documents
from acquis.people.actions import keep_document, register_people
from acquis.people.crypto import Unsealable
from acquis.people.models import Document
from acquis.people.queries import document
from acquis.people.types import CivilIdentity, MediaType, NewPerson, Refusal, Sex

AT = datetime(2026, 4, 15, 9, tzinfo=UTC)
SYSTEM = system("tests")
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
JPEG = bytes.fromhex("ffd8ffe000104a46494600010100000100010000") + bytes.fromhex("ffda0008010100003f0012ffd9")


def chunk(name, data=b""):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


PNG = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", bytes(13)) + chunk(b"IDAT", b"x") + chunk(b"IEND")


@pytest.mark.parametrize(("content", "kind"), [(PDF, MediaType.PDF), (PNG, MediaType.PNG), (JPEG, MediaType.JPEG)])
def test_the_content_says_what_it_is(content, kind):
    assert documents.judged(content) is kind


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", Refusal.DOCUMENT_EMPTY),
        (b"%PDF-" + bytes(documents.MOST_BYTES), Refusal.DOCUMENT_TOO_LARGE),
        (b"MZ\x90\x00", Refusal.DOCUMENT_FORMAT),
        (b"<svg/>", Refusal.DOCUMENT_FORMAT),
        (PDF[:-8], Refusal.DOCUMENT_FORMAT),
        (PDF.replace(b"/Catalog", b"/Catalog/OpenAction 2 0 R"), Refusal.DOCUMENT_ACTIVE),
        (PDF.replace(b"/Catalog", b"/Catalog/JavaScript 2 0 R"), Refusal.DOCUMENT_ACTIVE),
        (PNG[:-4], Refusal.DOCUMENT_FORMAT),
        (PNG + b"<script>", Refusal.DOCUMENT_FORMAT),
        (PNG.replace(b"IDATx", b"IDATy"), Refusal.DOCUMENT_FORMAT),
        (JPEG[:-2], Refusal.DOCUMENT_FORMAT),
        (JPEG + b"%PDF-", Refusal.DOCUMENT_FORMAT),
        (b"\xff\xd8\xff\xd9", Refusal.DOCUMENT_FORMAT),
    ],
)
def test_what_is_refused(content, reason):
    with pytest.raises(Refused) as refused:
        documents.judged(content)
    assert refused.value.reason == reason


def a_person():
    civil = CivilIdentity(birth_name="Martel", first_names="Ada", born_on=date(1985, 5, 17), sex=Sex.FEMALE)
    return register_people(people=[NewPerson(civil=civil)], by=SYSTEM, at=AT)[0]


def kept(person, content=PDF, by=SYSTEM):
    return keep_document(person_id=person, content=content, by=by, at=AT)


@pytest.mark.django_db
def test_who_may_file_and_open():
    person = a_person()
    oneself = Actor(roles=frozenset({Role.HOLDER}), id=person)
    another = Actor(roles=frozenset({Role.HOLDER}), id=uuid4())
    body = Actor(roles=frozenset({Role.PROVIDER_MANAGER}), id=uuid4(), provider_id=uuid4())
    for by, person_id, reason in (
        (SYSTEM, uuid4(), Refusal.PERSON_UNKNOWN),
        (another, person, Refusal.NOT_ALLOWED),
        (body, person, Refusal.NOT_ALLOWED),
    ):
        with pytest.raises(Refused) as refused:
            kept(person_id, by=by)
        assert refused.value.reason == reason
    filed = kept(person, by=oneself)
    assert document(filed, by=oneself, reason="").content == PDF
    for by in (another, body, SYSTEM):
        with pytest.raises(Refused) as refused:
            document(filed, by=by, reason="x")
        assert refused.value.reason == Refusal.DOCUMENT_UNKNOWN


@pytest.mark.django_db
def test_it_is_sealed_under_its_own_id():
    person = a_person()
    row = Document.objects.get(pk=kept(person))
    assert b"Catalog" not in bytes(row.content_encrypted)
    with pytest.raises(Unsealable):
        documents.opened(row.content_encrypted, uuid4())


class _Scanner(socketserver.BaseRequestHandler):
    """ClamAV's protocol, as far as `INSTREAM` needs it."""

    def handle(self):
        assert self._read(10) == b"zINSTREAM\0"
        content = b""
        while size := int.from_bytes(self._read(4), "big"):
            content += self._read(size)
        self.request.sendall(b"stream: Eicar-Test-Signature FOUND\0" if b"EICAR" in content else b"stream: OK\0")

    def _read(self, size):
        read = b""
        while len(read) < size:
            read += self.request.recv(size - len(read))
        return read


@pytest.fixture
def scanner(monkeypatch):
    with socketserver.TCPServer(("127.0.0.1", 0), _Scanner) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        monkeypatch.setattr(settings.ACQUIS, "virus_scanner", f"127.0.0.1:{server.server_address[1]}")
        yield server
        server.shutdown()


@pytest.mark.django_db
@pytest.mark.usefixtures("scanner")
def test_a_scanner_is_asked_where_there_is_one():
    person = a_person()
    assert document(kept(person), by=Actor(roles=frozenset({Role.HOLDER}), id=person), reason="").scanned
    with pytest.raises(Refused) as refused:
        kept(person, PDF.replace(b"Catalog", b"Catalog/EICAR"))
    assert refused.value.reason == Refusal.DOCUMENT_INFECTED
    assert Document.objects.count() == 1


@pytest.mark.django_db
def test_a_scanner_that_does_not_answer_keeps_nothing(monkeypatch):
    monkeypatch.setattr(settings.ACQUIS, "virus_scanner", "127.0.0.1:1")
    person = a_person()
    with pytest.raises(Refused) as refused:
        kept(person)
    assert refused.value.reason == Refusal.SCAN_UNAVAILABLE
    assert not Document.objects.exists()
