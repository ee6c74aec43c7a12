"""What nobody sane would type never breaks a page: it is refused in words, or leads to the page there is."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from django.urls import get_resolver
from tests import scenes
from tests.web.visiting import signed_in

from acquis.kit.actor import Actor, Role
from acquis.web.door import ROUTES, Audience

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

#: Reading the addresses is what fills `ROUTES`.
get_resolver().url_patterns  # noqa: B018

ASKED = (
    *(
        "q",
        "lieu",
        "insee",
        "rayon",
        "repertoire",
        "niveau",
        "modalite",
        "prix",
        "debut",
        "tri",
        "page",
        "mots",
        "etat",
    ),
    *("session", "pourquoi", "next", "state", "code", "place", "radius_km", "level", "max_price_cents", "starts_from"),
    *("certification", "per_page"),
)
TYPED = (
    *("starts_on", "message", "reason", "entered_on", "exited_on", "done", "total", "iban", "bic", "holder_name"),
    *("number", "name", "nir", "born_on", "to", "days", "everything", "langue", "next"),
)
NONSENSE = (
    "\x00",
    "9999-12-31",
    "0001-01-01",
    "9" * 9,
    "9E99999",
    "-1",
    "NaN",
    "²",
    "٣",
    "\ud800",
    "x" * 3000,
    "'\"<script>%s{{",
    "1e400",
)
EVERY_STAFF = Actor(roles=frozenset({Role.STAFF_AGENT, Role.STAFF_FINANCE, Role.STAFF_APPROVER}), id=scenes.STAFF.id)


def filled(typed: str, names: tuple[str, ...] = (*ASKED, *TYPED), **more: str) -> str:
    return urlencode({**dict.fromkeys(names, typed), **more}, errors="surrogatepass")


@pytest.mark.parametrize("typed", NONSENSE, ids=ascii)
def test_nonsense_in_an_address(typed: str) -> None:
    scene = scenes.in_training()
    clients = {
        Audience.PUBLIC: signed_in(scene.holder.actor),
        Audience.HOLDER: signed_in(scene.holder.actor),
        Audience.PROVIDER: signed_in(scene.body.manager),
        Audience.STAFF: signed_in(EVERY_STAFF),
    }
    for route in ROUTES:
        if "GET" not in route.methods or route.audience not in clients:
            continue
        place = route.pattern.replace("<int:year>", "99999").split("<")
        address = "/" + "".join([place[0], *(f"{scene.id}{part.partition('>')[2]}" for part in place[1:])])
        answer = clients[route.audience].get(f"{address}?{filled(typed)}")
        assert answer.status_code < 500, (route.name, typed)
    answer = clients[Audience.PUBLIC].get(f"/api/open/v1/offers?{filled(typed, place=typed + 'aa')}")
    assert answer.status_code < 500


@pytest.mark.parametrize("typed", NONSENSE, ids=ascii)
def test_nonsense_in_a_form(typed: str) -> None:
    scene = scenes.in_training()
    exited = scenes.exited()
    asked = scenes.requested()
    proposed = scenes.proposed()
    someone = scenes.a_holder()
    session = scenes.a_session(scene.body, permanent=True, starts_on=None, ends_on=None)
    visits = [
        (signed_in(someone.actor), f"/acheter/{session}", {}),
        (signed_in(scene.body.manager), f"/organisme/inscriptions/{scene.id}/sortie", {"reason": "completed"}),
        (signed_in(exited.body.manager), f"/organisme/inscriptions/{exited.id}/service", {"done": "0"}),
        (signed_in(exited.body.manager), f"/organisme/inscriptions/{exited.id}/service", {}),
        (signed_in(asked.body.manager), f"/organisme/inscriptions/{asked.id}/accepter", {}),
        (signed_in(proposed.holder.actor), f"/mes-inscriptions/{proposed.id}/confirmer", {}),
        (signed_in(scene.body.manager), "/organisme/paiements/compte", {}),
        (signed_in(EVERY_STAFF), "/agents", {"reason": "une raison"}),
        (signed_in(EVERY_STAFF), "/agents", {"reason": "une raison", "number": "", "nir": ""}),
        (signed_in(EVERY_STAFF), "/agents", {"reason": "une raison", "number": "", "nir": "", "born_on": ""}),
        (signed_in(EVERY_STAFF), "/agents", {"number": "", "nir": "", "born_on": ""}),
        (signed_in(EVERY_STAFF), "/agents/horloge", {}),
        (signed_in(EVERY_STAFF), "/agents/horloge", {"days": ""}),
        (signed_in(EVERY_STAFF), "/agents/paiements/preparer", {}),
        (signed_in(someone.actor), "/langue", {}),
        (signed_in(someone.actor), "/connexion/prolonger", {}),
    ]
    for client, address, more in visits:
        body = filled(typed, **more)
        answer = client.post(address, body, content_type="application/x-www-form-urlencoded")
        assert answer.status_code < 500, (address, typed)
