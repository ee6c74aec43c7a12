"""Who is asking: the instant, the actor and the limits of the session, for every request.

A session ends after some minutes without a request and after some hours whatever happens; these are moments
of the machine, not of the demonstration's clock. Nothing of a person but opaque ids is kept in it.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import rotate_token
from django.utils.http import url_has_allowed_host_and_scheme

from acquis.accounts import queries as accounts
from acquis.employers import queries as employers
from acquis.kit import clock
from acquis.kit.actor import ANONYMOUS, Actor, Flow, Role
from acquis.people import queries as people
from acquis.people.types import AgentFacts, AgentKind

WHO = "who"
SEEN_AT = "seen_at"
PROOF = "proof"
#: The other company for which an employer's agent chose to act.
COMPANY = "company"
#: Where they read that it took its delegation back.
NOT_ENTRUSTED_PATH = "/employeur/entreprises?fini=1"
#: The moment of the last request is written at most this often, so that reading does not write all the time.
SEEN_EVERY = timedelta(seconds=60)

#: For how long after its end a session is remembered, only to say that it ended.
TOLD_FOR = timedelta(hours=12)

ENDED_PATH = "/connexion/session-terminee"
IDLE, TOO_LONG = "inactivite", "duree"


class Request(HttpRequest):
    """What every view receives: Django's request with the instant and the actor on it."""

    at: datetime
    actor: Actor
    person_id: UUID | None
    #: The company of which an employer's agent is, whichever they act for.
    home_company: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The limits of a signed-in session, for the warning shown before it ends; in whole seconds."""

    idle_seconds: int
    left_seconds: int


def idle_limit() -> timedelta:
    return timedelta(minutes=settings.ACQUIS.session_idle_minutes)


def absolute_limit() -> timedelta:
    return timedelta(hours=settings.ACQUIS.session_absolute_hours)


def identify(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: set `request.at`, `request.actor`, `request.person_id`; end sessions that have lasted."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.at = clock.now()  # type: ignore[attr-defined]
        request.actor, request.person_id = ANONYMOUS, None  # type: ignore[attr-defined]
        request.home_company = None  # type: ignore[attr-defined]
        if settings.SESSION_COOKIE_NAME in request.COOKIES and WHO in request.session:
            ended = _ended(request)
            if ended:
                request.session.flush()
                return _say_it_ended(request, ended)
            _recognise(request)
            if WHO in request.session and _no_longer_entrusted(request):
                # Nothing meant for that company may be done for one's own.
                return HttpResponseRedirect(NOT_ENTRUSTED_PATH, status=303)
        return get_response(request)

    return middleware


def limits(request: HttpRequest) -> Limits | None:
    """The limits of this session as they stand now; None when nobody is signed in."""
    who = request.session.get(WHO) if request.actor is not ANONYMOUS else None  # type: ignore[attr-defined]
    if not who:
        return None
    end = datetime.fromisoformat(who["signed_in_at"]) + absolute_limit()
    left = int((end - clock.machine_now()).total_seconds())
    return Limits(idle_seconds=int(idle_limit().total_seconds()), left_seconds=max(left, 0))


def open_for_holder(request: HttpRequest, *, person_id: UUID, account_id: UUID, acr: str, logout: str) -> None:
    """Sign a holder in, under a new session key. `logout` is what the provider's end of session will need, sealed."""
    reached = accounts.reach(account_id)
    partings = str(reached[3]) if reached else "0"
    who = {"kind": "holder", "id": str(person_id), "account": str(account_id), "partings": partings, "acr": acr}
    _open(request, who, logout)


def open_for_agent(request: HttpRequest, *, agent: AgentFacts, acr: str, logout: str) -> None:
    """Sign a professional in, under a new session key. Their roles are read again at every request."""
    _open(request, {"kind": "agent", "id": str(agent.id), "acr": acr}, logout)


def sign_out(request: HttpRequest) -> tuple[str, str]:
    """End the session on the server; answers the kind of session and what the provider's logout needs, sealed."""
    who = request.session.get(WHO) or {}
    request.session.flush()
    request.actor, request.person_id = ANONYMOUS, None  # type: ignore[attr-defined]
    return who.get("kind", ""), who.get("logout", "")


def session_reference(request: HttpRequest) -> str:
    """A digest that stands for this session and outlives the rotation of its key; empty when signed out."""
    who = request.session.get(WHO)
    return hashlib.sha256(who["secret"].encode()).hexdigest() if who else ""


def touch(request: HttpRequest) -> None:
    """Count the idle time from now."""
    if WHO in request.session:
        request.session[SEEN_AT] = clock.machine_now().isoformat()


def keep_proof(request: HttpRequest, *, basket: str, proof_id: UUID) -> None:
    """Keep the latest fresh proof where the page that asked for it will look."""
    request.session[PROOF] = {"basket": basket, "id": str(proof_id)}


def proof_for(request: HttpRequest, basket: str) -> UUID | None:
    """The fresh proof made in this session for `basket`; whether it still serves, `use_proof` says."""
    kept = request.session.get(PROOF) or {}
    return UUID(kept["id"]) if kept.get("basket") == basket else None


def latest_proof(request: HttpRequest) -> UUID | None:
    """The fresh proof this session made last, whatever it was for: `use_proof` says why it does not serve."""
    kept = request.session.get(PROOF) or {}
    return UUID(kept["id"]) if kept else None


def local_path(wanted: str | None, *, default: str = "/") -> str:
    """`wanted` when it is an address of this site, else `default`: nobody is sent elsewhere after signing in."""
    if (
        wanted
        and wanted.startswith("/")
        and len(wanted) <= 500
        and wanted.isprintable()
        and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None, require_https=False)
    ):
        return wanted
    return default


def _open(request: HttpRequest, who: dict[str, str], logout: str) -> None:
    # A new key and no leftover: whoever knew the old session, or planted it, learns nothing of the new one.
    request.session.flush()
    now = clock.machine_now().isoformat()
    request.session[WHO] = {**who, "signed_in_at": now, "logout": logout, "secret": secrets.token_urlsafe(32)}
    request.session[SEEN_AT] = now
    # The row outlives the session, so that who comes back is told that it ended; `identify` is what ends it.
    request.session.set_expiry(absolute_limit() + TOLD_FOR)
    rotate_token(request)
    _recognise(request)


def _ended(request: HttpRequest) -> str:
    """Why the session has ended; empty while it has not. Notes the moment of this request."""
    now = clock.machine_now()
    if now - datetime.fromisoformat(request.session[WHO]["signed_in_at"]) >= absolute_limit():
        return TOO_LONG
    seen_at = datetime.fromisoformat(request.session[SEEN_AT])
    if now - seen_at >= idle_limit():
        return IDLE
    if now - seen_at >= SEEN_EVERY:
        request.session[SEEN_AT] = now.isoformat()
    return ""


def _say_it_ended(request: HttpRequest, why: str) -> HttpResponse:
    after = request.get_full_path() if request.method in ("GET", "HEAD") else ""
    target = f"{ENDED_PATH}?{urlencode({'pourquoi': why, 'next': after})}"
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": target})
    return HttpResponseRedirect(target)


def _recognise(request: HttpRequest) -> None:
    """Set the actor from the session; a professional whose enrolment was withdrawn is nobody."""
    who = request.session[WHO]
    identifier = UUID(who["id"])
    if who["kind"] == "holder":
        # Two accounts may have been found to be one person's since the sign-in.
        reached = accounts.reach(UUID(who["account"]))
        account_id, person_id, joined, partings = reached or (UUID(who["account"]), identifier, (), 0)
        if who.get("partings", "0") != str(partings):
            # Two persons were taken for one when this session began: which of them it is, only a new sign-in can tell.
            request.session.flush()
            return
        request.person_id = person_id  # type: ignore[attr-defined]
        request.actor = Actor(  # type: ignore[attr-defined]
            roles=frozenset({Role.HOLDER}), id=person_id, account_id=account_id, joined=frozenset(joined)
        )
        return
    agent = people.agent_facts(identifier)
    if agent is None:
        request.session.flush()
        return
    if agent.kind is AgentKind.EMPLOYER:
        _act_for_company(request, agent)
        return
    request.actor = Actor(  # type: ignore[attr-defined]
        roles=frozenset(Role(role) for role in agent.roles),
        id=agent.id,
        provider_id=agent.organisation_id if agent.kind is AgentKind.PROVIDER else None,
        funder_id=agent.organisation_id if agent.kind is AgentKind.FUNDER else None,
    )


def choose_company(request: HttpRequest, company_id: UUID | None) -> None:
    """From the next request on, act for this company; None: for one's own. Whether they may is asked each time."""
    request.session.pop(COMPANY, None)
    if company_id is not None:
        request.session[COMPANY] = str(company_id)


def _act_for_company(request: HttpRequest, agent: AgentFacts) -> None:
    """Their own company; another one as far as it entrusted theirs, and then as an agent, whatever they are at home."""
    home = agent.organisation_id
    assert home is not None
    request.home_company = home  # type: ignore[attr-defined]
    chosen = request.session.get(COMPANY)
    flows = employers.flows_entrusted(UUID(chosen), home, on=clock.day_of(clock.now())) if chosen else frozenset()
    if flows:
        roles, company_id = frozenset({Role.EMPLOYER_AGENT}), UUID(chosen)
    else:
        roles, company_id, flows = frozenset(Role(role) for role in agent.roles), home, frozenset(Flow)
    request.actor = Actor(  # type: ignore[attr-defined]
        roles=roles, id=agent.id, employer_id=company_id, flows=flows
    )


def _no_longer_entrusted(request: HttpRequest) -> bool:
    """Whether the company that was chosen took its delegation back; the choice is then forgotten."""
    chosen = request.session.get(COMPANY)
    if not chosen or request.actor.employer_id == UUID(chosen):  # type: ignore[attr-defined]
        return False
    choose_company(request, None)
    return True
