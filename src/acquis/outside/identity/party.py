"""The conversation with an identity provider: ask, hear the answer, exchange it, take leave."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import secrets
from collections.abc import Sequence
from urllib.parse import urlencode

from acquis.kit.refusal import Refused

from . import claims as judged
from .fetch import Answer, TooLarge, TooSlow, Unreachable, fetch
from .metadata import Metadata, metadata
from .settings import Settings, settings
from .strict import json_object
from .tokens import opened
from .types import AgentClaims, Asked, HolderClaims, Provider, Question, Refusal, Vouched

_CODE = re.compile(r"[\x21-\x7e]{1,2048}")
_ACCESS_TOKEN = re.compile(r"[\x21-\x7e]{1,8192}")

#: What a provider may say instead of giving a code, and what we make of it.
_ERRORS = {
    "access_denied": Refusal.PERSON_GAVE_UP,
    "login_required": Refusal.PERSON_GAVE_UP,
    "interaction_required": Refusal.PERSON_GAVE_UP,
    "consent_required": Refusal.PERSON_GAVE_UP,
    "invalid_request": Refusal.REQUEST_REJECTED,
    "invalid_scope": Refusal.REQUEST_REJECTED,
    "invalid_client": Refusal.REQUEST_REJECTED,
    "unauthorized_client": Refusal.REQUEST_REJECTED,
    "unsupported_response_type": Refusal.REQUEST_REJECTED,
    "server_error": Refusal.PROVIDER_UNAVAILABLE,
    "temporarily_unavailable": Refusal.PROVIDER_UNAVAILABLE,
}


def ask(provider: Provider, *, prompt_login: bool = False) -> Question:
    """Where to send the browser. FranceConnect+ refuses any parameter that is not on its list, PKCE included."""
    spoken = settings(provider)
    known = metadata(spoken)
    state, nonce = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
    verifier = secrets.token_urlsafe(48) if spoken.pkce else ""
    parameters = {
        "response_type": "code",
        "client_id": spoken.client_id,
        "redirect_uri": spoken.redirect_uri,
        "scope": spoken.scope,
        "state": state,
        "nonce": nonce,
    }
    if provider is Provider.FRANCECONNECT:
        parameters["acr_values"] = spoken.acr[0]
        if prompt_login:
            parameters["prompt"] = "login"
    else:
        wanted = {"id_token": {"acr": {"essential": True, "values": list(spoken.acr)}}}
        parameters["claims"] = json.dumps(wanted, separators=(",", ":"))
        # The same levels, for a provider that does not read `claims` and would else say no level at all.
        parameters["acr_values"] = " ".join(spoken.acr)
    if verifier:
        digest = hashlib.sha256(verifier.encode()).digest()
        parameters["code_challenge"] = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        parameters["code_challenge_method"] = "S256"
    joint = "&" if "?" in known.authorization_endpoint else "?"
    url = f"{known.authorization_endpoint}{joint}{urlencode(parameters)}"
    return Question(url=url, state=state, nonce=nonce, verifier=verifier)


def code_of(provider: Provider, parameters: Sequence[tuple[str, str]]) -> str:
    """The code in an answer at our redirect address, once its `state` has been recognised.

    `parameters` are the (name, value) pairs of the address, as they came.
    """
    spoken = settings(provider)
    given = dict(parameters)
    if len(given) != len(parameters) or ("code" in given and "error" in given):
        raise Refused(Refusal.RESPONSE_AMBIGUOUS)
    said = given.get("iss")
    if said is None and metadata(spoken).says_issuer:
        raise Refused(Refusal.RESPONSE_ISSUER)
    if said is not None and said != spoken.issuer:
        raise Refused(Refusal.RESPONSE_ISSUER)
    if "error" in given:
        raise Refused(_ERRORS.get(given["error"], Refusal.PROVIDER_ERROR))
    code = given.get("code", "")
    if not code:
        raise Refused(Refusal.CODE_MISSING)
    if not _CODE.fullmatch(code):
        raise Refused(Refusal.CODE_MALFORMED)
    return code


def holder_of(code: str, *, asked: Asked) -> tuple[Vouched, HolderClaims]:
    """Exchange a code of FranceConnect+ for the person it vouches for."""
    spoken = settings(Provider.FRANCECONNECT)
    vouched, told = _exchange(spoken, code, asked)
    return vouched, judged.holder(told)


def agent_of(code: str, *, asked: Asked) -> tuple[Vouched, AgentClaims]:
    """Exchange a code of ProConnect for the professional it vouches for."""
    spoken = settings(Provider.PROCONNECT)
    vouched, told = _exchange(spoken, code, asked)
    return vouched, judged.agent(told)


def leave(provider: Provider, *, id_token: str, state: str) -> str:
    """Where to send the browser so that the provider's own session ends too; empty when it has no such place."""
    spoken = settings(provider)
    address = metadata(spoken).end_session_endpoint
    if not address:
        return ""
    parameters = {"id_token_hint": id_token, "state": state, "post_logout_redirect_uri": spoken.after_logout_uri}
    return f"{address}{'&' if '?' in address else '?'}{urlencode(parameters)}"


def _exchange(spoken: Settings, code: str, asked: Asked) -> tuple[Vouched, dict[str, object]]:
    known = metadata(spoken)
    id_token, access_token = _tokens(spoken, known, code, asked.verifier)
    claims, signed = opened(id_token, settings=spoken, part="id_token")
    vouched = judged.id_token(claims, settings=spoken, asked=asked, access_token=access_token, signed=signed)
    told, _ = opened(_userinfo(spoken, known, access_token), settings=spoken, part="userinfo")
    judged.userinfo(told, settings=spoken, vouched=vouched)
    return vouched, told


def _tokens(spoken: Settings, known: Metadata, code: str, verifier: str) -> tuple[str, str]:
    """(id_token, access_token). The code is sent once; nothing else of the answer is kept."""
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": spoken.redirect_uri,
        "client_id": spoken.client_id,
        "client_secret": spoken.client_secret,
    }
    if verifier:
        form["code_verifier"] = verifier
    try:
        answer = fetch(known.token_endpoint, form=form, timeout=spoken.timeout)
    except TooSlow as error:
        raise Refused(Refusal.TOKEN_TOO_SLOW) from error
    except Unreachable as error:
        raise Refused(Refusal.TOKEN_UNREACHABLE) from error
    except TooLarge as error:
        raise Refused(Refusal.TOKEN_TOO_LARGE) from error
    _require_ok(
        answer, redirected=Refusal.TOKEN_REDIRECTED, rejected=Refusal.TOKEN_REJECTED, status=Refusal.TOKEN_STATUS
    )
    try:
        if answer.content_type != "application/json":
            raise ValueError("not announced as JSON")
        given = json_object(answer.body)
    except ValueError as error:
        raise Refused(Refusal.TOKEN_NOT_JSON) from error
    if str(given.get("token_type", "")).lower() != "bearer":
        raise Refused(Refusal.TOKEN_TYPE)
    id_token, access_token = given.get("id_token"), given.get("access_token")
    if not isinstance(id_token, str) or not id_token:
        raise Refused(Refusal.ID_TOKEN_MISSING)
    if not isinstance(access_token, str) or not _ACCESS_TOKEN.fullmatch(access_token):
        raise Refused(Refusal.ACCESS_TOKEN_MISSING)
    return id_token, access_token


def _userinfo(spoken: Settings, known: Metadata, access_token: str) -> str:
    try:
        answer = fetch(
            known.userinfo_endpoint,
            headers={"Authorization": f"Bearer {access_token}", "Accept": "application/jwt"},
            timeout=spoken.timeout,
        )
    except TooSlow as error:
        raise Refused(Refusal.USERINFO_TOO_SLOW) from error
    except Unreachable as error:
        raise Refused(Refusal.USERINFO_UNREACHABLE) from error
    except TooLarge as error:
        raise Refused(Refusal.USERINFO_TOO_LARGE) from error
    _require_ok(
        answer,
        redirected=Refusal.USERINFO_REDIRECTED,
        rejected=Refusal.USERINFO_REJECTED,
        status=Refusal.USERINFO_STATUS,
    )
    if answer.content_type != "application/jwt":
        raise Refused(Refusal.USERINFO_CONTENT_TYPE)
    return answer.body.decode("ascii", "replace").strip()


def _require_ok(answer: Answer, *, redirected: Refusal, rejected: Refusal, status: Refusal) -> None:
    """`rejected` when what we sent is at fault, `status` when the provider is."""
    if answer.redirects:
        raise Refused(redirected)
    if 400 <= answer.status < 500 and answer.status != 429:
        raise Refused(rejected)
    if answer.status != 200:
        raise Refused(status)
