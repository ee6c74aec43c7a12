"""A client asks something and shows its token: who it is, what it may, and one more question counted.

The count is a row of the client's, so that it is one for all processes of the server.
"""

from __future__ import annotations

from datetime import datetime

from django.db import connection

from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused

from .. import permissions
from ..types import Admitted, Refusal, Scope
from .issue_token import digest_of

_COUNT = """
    UPDATE partners_meter m SET minute = %(minute)s, last_used_at = %(at)s,
           used = CASE WHEN m.minute = %(minute)s THEN m.used + 1 ELSE 1 END
      FROM partners_token t JOIN partners_client c ON c.id = t.client_id
     WHERE t.digest = %(digest)s AND t.until > %(at)s AND c.state = 'active' AND m.client_id = c.id
 RETURNING c.id, c.funder_id, c.name, t.scopes, c.sandbox, m.used
"""


@act
def admit(*, token: str, by: Actor, at: datetime) -> Admitted:
    """Refused when the token is none of ours, or over, or its client withdrawn. `at` is a moment of the machine."""
    permissions.ADMIT.require_any(by)
    minute = int(at.timestamp()) // 60
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, {"minute": minute, "at": at, "digest": digest_of(token)})
        row = cursor.fetchone()
    if row is None:
        raise Refused(Refusal.TOKEN_UNKNOWN)
    client_id, funder_id, name, scopes, sandbox, used = row
    return Admitted(
        client_id=client_id,
        funder_id=funder_id,
        name=name,
        scopes=frozenset(Scope(each) for each in scopes),
        sandbox=sandbox,
        used=used,
    )
