"""Signing in and out: who comes, at which identity provider, and what its answer makes of them.

Every answer that is not perfectly in order leaves nobody signed in and nothing written; the person reads why
in a sentence, the log keeps the code.
"""

from __future__ import annotations

import secrets
from datetime import timedelta
from urllib.parse import parse_qsl, urlsplit

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse

from acquis.accounts.actions import open_account
from acquis.kit import clock
from acquis.kit.actor import EMPLOYER, FUNDER, Actor, Role, system
from acquis.kit.refusal import Refused
from acquis.kit.sql import writing
from acquis.outside.identity import keys, party
from acquis.outside.identity.types import AgentClaims, Asked, HolderClaims, Provider, Refusal, Vouched
from acquis.people.actions import record_proof, sign_in_agent, sign_in_holder, start_attempt, take_attempt
from acquis.people.actions.start_attempt import ATTEMPT_LIFE
from acquis.people.queries import is_identity_of
from acquis.people.types import Attempt, CivilIdentity, Sex, VerifiedAgent, VerifiedIdentity

from .. import session
from ..door import Audience, actor_of, converses, page, reads, see_other, writes
from ..refusals import sentence
from ..sealed import seal, unseal
from .organisations import organisation_of

log = structlog.get_logger("acquis.identity")

SIGN_IN = system("sign-in")
#: What the provider's end of session needs, kept in the session until then.
LOGOUT = "logout"
BROWSER_LIFE = timedelta(hours=1)

#: Refusals that do not come from the answer but from the way there: trying again later may do.
_LATER = frozenset(
    {
        Refusal.METADATA_UNREACHABLE,
        Refusal.METADATA_INVALID,
        Refusal.METADATA_ISSUER,
        Refusal.METADATA_ENDPOINT,
        Refusal.KEYS_UNREACHABLE,
        Refusal.KEYS_INVALID,
        Refusal.TOKEN_UNREACHABLE,
        Refusal.TOKEN_TOO_SLOW,
        Refusal.TOKEN_STATUS,
        Refusal.USERINFO_UNREACHABLE,
        Refusal.USERINFO_TOO_SLOW,
        Refusal.USERINFO_STATUS,
        Refusal.PROVIDER_UNAVAILABLE,
        Refusal.NOT_CONFIGURED,
    }
)


@reads(Audience.PUBLIC)
def choose(request: HttpRequest) -> HttpResponse:
    """Holder or professional? Somebody already signed in goes where they were going."""
    if elsewhere := _other_name_of_this_machine(request):
        return HttpResponseRedirect(elsewhere)
    wanted = session.local_path(request.GET.get("next"), default="")
    actor = actor_of(request)
    if not actor.has(Role.ANONYMOUS):
        return HttpResponseRedirect(_landing(actor, wanted))
    return page(request, "public/signin.html", next=wanted)


def _other_name_of_this_machine(request: HttpRequest) -> str:
    """The same page under the site's own name, for who typed ``localhost``; empty when the name is right.

    Providers send people back to the site's own name, where the cookies of the other one are not known.
    """
    own = urlsplit(settings.ACQUIS.site_url)
    name, _, port = request.get_host().partition(":")
    if {name, own.hostname} == {"localhost", "127.0.0.1"} and port == str(own.port or ""):
        return f"{settings.ACQUIS.site_url}{request.get_full_path()}"
    return ""


@converses(Audience.PUBLIC, "POST")
def start_franceconnect(request: HttpRequest) -> HttpResponse:
    """A holder goes to FranceConnect+."""
    return _start(request, Provider.FRANCECONNECT)


@converses(Audience.PUBLIC, "POST")
def start_proconnect(request: HttpRequest) -> HttpResponse:
    """A professional goes to ProConnect."""
    return _start(request, Provider.PROCONNECT)


def _start(request: HttpRequest, provider: Provider) -> HttpResponse:
    wanted = session.local_path(request.POST.get("next"), default="")
    try:
        return send_to(request, provider, purpose={"for": "sign-in", "next": wanted})
    except Refused as refused:
        return _refused(request, refused, provider, wanted)


def send_to(request: HttpRequest, provider: Provider, *, purpose: dict[str, str], fresh: bool = False) -> HttpResponse:
    """Put the question to `provider` and send the browser there; the browser gets a secret of its own."""
    question = party.ask(provider, prompt_login=fresh)
    name = _browser_cookie()
    browser = request.COOKIES.get(name) or secrets.token_urlsafe(32)
    start_attempt(
        provider=provider,
        question=question,
        browser=browser,
        purpose=purpose,
        by=actor_of(request),
        at=clock.machine_now(),
    )
    response = see_other(question.url)
    response.set_cookie(
        name,
        browser,
        max_age=BROWSER_LIFE,
        httponly=True,
        # Lax: the browser must bring it back when the provider sends it here.
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return response


def _browser_cookie() -> str:
    return "__Host-acquis-signin" if settings.SESSION_COOKIE_SECURE else "acquis-signin"


@converses(Audience.PUBLIC, "GET")
def franceconnect_answers(request: HttpRequest) -> HttpResponse:
    """FranceConnect+ sends a holder back, to sign in or to prove afresh who they are for a purchase."""
    provider, wanted = Provider.FRANCECONNECT, ""
    try:
        attempt, code = _heard(request, provider)
        wanted = attempt.purpose.get("next", "")
        proving = attempt.purpose["for"] == "proof"
        vouched, claims = party.holder_of(code, asked=_asked(attempt, fresh=proving))
        if proving:
            _prove(request, attempt, vouched)
            return see_other(session.local_path(wanted))
        _admit_holder(request, vouched, claims)
    except Refused as refused:
        return _refused(request, refused, provider, wanted)
    return see_other(_landing(actor_of(request), wanted))


@converses(Audience.PUBLIC, "GET")
def proconnect_answers(request: HttpRequest) -> HttpResponse:
    """ProConnect sends a professional back."""
    provider, wanted = Provider.PROCONNECT, ""
    try:
        attempt, code = _heard(request, provider)
        wanted = attempt.purpose.get("next", "")
        vouched, claims = party.agent_of(code, asked=_asked(attempt))
        _admit_agent(request, vouched, claims)
    except Refused as refused:
        return _refused(request, refused, provider, wanted)
    return see_other(_landing(actor_of(request), wanted))


def _heard(request: HttpRequest, provider: Provider) -> tuple[Attempt, str]:
    """The question this answer belongs to, then its code; in this order, so that nothing is read of a stranger's."""
    try:
        given = parse_qsl(request.META.get("QUERY_STRING", ""), keep_blank_values=True, max_num_fields=20)
    except ValueError as error:
        raise Refused(Refusal.RESPONSE_AMBIGUOUS) from error
    states = [value for name, value in given if name == "state"]
    if len(states) > 1:
        raise Refused(Refusal.RESPONSE_AMBIGUOUS)
    browser = request.COOKIES.get(_browser_cookie(), "")
    now = clock.machine_now()
    with writing():
        attempt = take_attempt(state="".join(states), browser=browser, by=actor_of(request), at=now)
    if attempt.provider is not provider:
        raise Refused(Refusal.STATE_OTHER_PROVIDER)
    if now - attempt.started_at > ATTEMPT_LIFE:
        raise Refused(Refusal.STATE_EXPIRED)
    return attempt, party.code_of(provider, given)


def _asked(attempt: Attempt, *, fresh: bool = False) -> Asked:
    return Asked(nonce=attempt.nonce, verifier=attempt.verifier, asked_at=attempt.started_at, fresh=fresh)


def _admit_holder(request: HttpRequest, vouched: Vouched, claims: HolderClaims) -> None:
    civil = CivilIdentity(
        birth_name=claims.family_name,
        usage_name=claims.preferred_username,
        first_names=claims.given_name,
        born_on=claims.birthdate,
        sex=Sex(claims.gender),
        birth_place=claims.birth_place,
        birth_country=claims.birth_country,
    )
    identity = VerifiedIdentity(
        issuer=vouched.issuer, sub=vouched.sub, acr=vouched.acr, civil=civil, email=claims.email
    )
    at = clock.now()
    with writing():
        person_id = sign_in_holder(identity=identity, by=SIGN_IN, at=at)
        account_id = open_account(person_id=person_id, by=SIGN_IN, at=at)
    session.open_for_holder(
        request,
        person_id=person_id,
        account_id=account_id,
        acr=vouched.acr,
        logout=seal(vouched.id_token, use=LOGOUT),
    )
    log.info("identity.signed_in", provider=str(Provider.FRANCECONNECT), acr=vouched.acr)


def _admit_agent(request: HttpRequest, vouched: Vouched, claims: AgentClaims) -> None:
    identity = VerifiedAgent(
        issuer=vouched.issuer,
        sub=vouched.sub,
        acr=vouched.acr,
        siret=claims.siret,
        email=claims.email,
        first_name=claims.given_name,
        last_name=claims.usual_name,
    )
    at = clock.now()
    with writing():
        organisation_id, kind = organisation_of(identity, by=SIGN_IN, at=at)
        agent = sign_in_agent(identity=identity, organisation_id=organisation_id, kind=kind, by=SIGN_IN, at=at)
    session.open_for_agent(request, agent=agent, acr=vouched.acr, logout=seal(vouched.id_token, use=LOGOUT))
    log.info("identity.signed_in", provider=str(Provider.PROCONNECT), acr=vouched.acr)


def _prove(request: HttpRequest, attempt: Attempt, vouched: Vouched) -> None:
    """Keep the fresh proof of the holder who asked for it, in the session in which they asked."""
    actor, purpose = actor_of(request), attempt.purpose
    if not actor.has(Role.HOLDER) or session.session_reference(request) != purpose["session"]:
        raise Refused(Refusal.SESSION_CHANGED)
    assert actor.id is not None
    if not is_identity_of(actor.id, issuer=vouched.issuer, sub=vouched.sub):
        raise Refused(Refusal.OTHER_PERSON)
    at = clock.now()
    # The provider speaks in the machine's time; the proof lives in the system's, which the demonstration moves.
    # A clock of theirs ahead of ours does not lengthen its life.
    vouched_at = at - max(clock.machine_now() - vouched.issued_at, timedelta(0))
    with writing():
        proof_id = record_proof(
            person_id=actor.id,
            basket=purpose["basket"],
            session=purpose["session"],
            acr=vouched.acr,
            identity_iat=vouched_at,
            by=actor,
            at=at,
        )
    session.keep_proof(request, basket=purpose["basket"], proof_id=proof_id)
    log.info("identity.proved", acr=vouched.acr)


def start_proof(request: HttpRequest, basket: str, next: str) -> HttpResponse:
    """Send a signed-in holder to FranceConnect+ to prove afresh who they are, for `basket` only.

    They come back to `next`, where `session.proof_for(request, basket)` gives the proof. Raises Refused when
    FranceConnect+ cannot be reached.
    """
    purpose = {
        "for": "proof",
        "next": session.local_path(next),
        "basket": basket,
        "session": session.session_reference(request),
    }
    return send_to(request, Provider.FRANCECONNECT, purpose=purpose, fresh=True)


@converses(Audience.PUBLIC, "POST")
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session here first, then at the identity provider."""
    kind, sealed = session.sign_out(request)
    id_token = unseal(sealed, use=LOGOUT) if sealed else ""
    if not id_token:
        return see_other("/signin/done")
    provider = Provider.PROCONNECT if kind == "agent" else Provider.FRANCECONNECT
    try:
        address = party.leave(provider, id_token=id_token, state=secrets.token_urlsafe(32))
    except Refused as refused:
        log.warning("identity.logout_not_told", provider=str(provider), code=str(refused.reason))
        address = ""
    return see_other(address or "/signin/done?ici-seulement=1")


@reads(Audience.PUBLIC)
def signed_out(request: HttpRequest) -> HttpResponse:
    """Where people land once signed out."""
    return page(request, "public/signed_out.html", here_only="ici-seulement" in request.GET)


@reads(Audience.PUBLIC)
def ended(request: HttpRequest) -> HttpResponse:
    """What happened to a session that lasted too long."""
    return page(
        request,
        "public/session_ended.html",
        idle=request.GET.get("pourquoi") != session.TOO_LONG,
        idle_minutes=settings.ACQUIS.session_idle_minutes,
        absolute_hours=settings.ACQUIS.session_absolute_hours,
        next=session.local_path(request.GET.get("next"), default=""),
    )


@writes(Audience.PUBLIC)
def prolong(request: HttpRequest) -> HttpResponse:
    """Count the idle time from now: the button of the warning, with or without script."""
    session.touch(request)
    left = session.limits(request)
    if request.headers.get("Accept", "").startswith("application/json"):
        seconds = min(left.idle_seconds, left.left_seconds) if left else 0
        return JsonResponse({"seconds": seconds})
    return see_other(session.local_path(request.POST.get("next")))


@reads(Audience.PUBLIC)
def jwks(request: HttpRequest) -> HttpResponse:
    """The public halves of the keys for which identity providers encrypt."""
    return JsonResponse(keys.public_jwks())


def _landing(actor: Actor, wanted: str) -> str:
    """Where somebody goes once signed in: where they were going if it is for them, else their first page."""
    first = "/agents" if actor.is_staff else "/mes-droits" if actor.has(Role.HOLDER) else "/organisme"
    first = "/etat" if actor.has(Role.STATE_OFFICER) else first
    first = "/financeur" if actor.has(*FUNDER) else first
    first = "/employeur" if actor.has(*EMPLOYER) else first
    professional = wanted.startswith(("/agents", "/organisme", "/etat", "/financeur", "/employeur"))
    if not wanted or (actor.has(Role.HOLDER) and professional):
        return first
    if not actor.has(Role.HOLDER) and not wanted.startswith(first):
        return first
    return wanted


def _refused(request: HttpRequest, refused: Refused, provider: Provider, wanted: str) -> HttpResponse:
    """A page in plain words; the code goes to the log, with a reference the person can quote."""
    reference = secrets.token_hex(4).upper()
    log.warning(
        "identity.refused",
        provider=str(provider),
        code=str(refused.reason),
        part=str(refused.details.get("part", refused.details.get("claim", ""))),
        reference=reference,
    )
    later = refused.reason in _LATER
    return page(
        request,
        "public/signin_refused.html",
        status=503 if later else 403,
        sentence=sentence(refused),
        gave_up=refused.reason is Refusal.PERSON_GAVE_UP,
        proving=actor_of(request).has(Role.HOLDER),
        provider=str(provider),
        reference=reference,
        next=wanted,
    )
