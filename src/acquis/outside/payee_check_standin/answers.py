"""What the stand-in answers: every account is in the name asked, but for names that play a part (`PARTS`)."""

from __future__ import annotations

import json

from django.http import HttpRequest, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from acquis.kit.sql import fold

#: How the name begins, and what is answered. Of a near name, the rest of it is the account's own.
PARTS = {"presque": "CMTC", "inconnu": "NMTC", "muet": "NOAP"}


@csrf_exempt
@require_POST
def verify(request: HttpRequest) -> JsonResponse:
    try:
        asked = json.loads(request.body)
        name, iban = str(asked["party"]["name"]).strip(), str(asked["partyAccount"]["iban"])
    except (KeyError, TypeError, ValueError):
        name = iban = ""
    if not name or not iban or not request.headers.get("X-Request-ID"):
        return JsonResponse({"type": "FORMAT_ERROR", "code": "malformed"}, status=400)
    first, _space, rest = name.partition(" ")
    told = PARTS.get(fold(first), "MTCH")
    answer = {"partyNameMatch": told}
    if told == "CMTC":
        answer["matchedName"] = rest or "Éducation"
    return JsonResponse(answer)
