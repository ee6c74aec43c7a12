"""The virus scanner that looks at what people file: ClamAV's daemon, over its own protocol (INSTREAM).

Where none is set up nothing is scanned, and whoever opens a document is told so. A scanner that is set up and does not
answer refuses nothing for good: the person is asked to try again, and nothing is kept unseen.
"""

from __future__ import annotations

import socket
from enum import StrEnum

from django.conf import settings

#: Seconds for the whole exchange, and bytes sent at once.
TIMEOUT, CHUNK = 10.0, 64 * 1024


class Verdict(StrEnum):
    NOT_SCANNED = "not_scanned"
    CLEAN = "clean"
    INFECTED = "infected"


class Unavailable(Exception):
    """The scanner did not answer, or not in its protocol."""


def scan(content: bytes) -> Verdict:
    """What the scanner of `ACQUIS_VIRUS_SCANNER` (host:port) says of the content; raises Unavailable."""
    address = settings.ACQUIS.virus_scanner
    if not address:
        return Verdict.NOT_SCANNED
    host, _colon, port = address.rpartition(":")
    try:
        with socket.create_connection((host, int(port)), timeout=TIMEOUT) as line:
            line.sendall(b"zINSTREAM\0")
            for start in range(0, len(content), CHUNK):
                part = content[start : start + CHUNK]
                line.sendall(len(part).to_bytes(4, "big") + part)
            line.sendall(bytes(4))
            answer = line.recv(4096).rstrip(b"\0").decode("ascii", "replace")
    except (OSError, ValueError) as error:
        raise Unavailable(address) from error
    if answer.endswith(" OK"):
        return Verdict.CLEAN
    if answer.endswith(" FOUND"):
        return Verdict.INFECTED
    raise Unavailable(answer)
