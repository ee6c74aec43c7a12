"""What a funder's machine reads over HTTP: its own alone, within its scopes and its quota, each reading noted."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from tests import scenes
from tests.funders.scenes import a_funder, drafted, in_force
from tests.partners.scenes import ROOT, a_machine

from acquis.accounts import queries as accounts
from acquis.api.partners.urls import described
from acquis.journal.reads import reads_about
from acquis.kit import clock
from acquis.partners.types import Scope

pytestmark = pytest.mark.django_db


def test_a_machine_reads_its_own_conventions_page_by_page():
    giver, other = a_funder(), a_funder(name="Autre")
    theirs = in_force(other)
    own = [str(in_force(giver)), str(drafted(giver))]
    machine = a_machine(giver)
    token = machine.token()
    assert machine.get("/me", token=token).json()["funder"]["id"] == str(giver.id)
    first = machine.get("/conventions?limit=1", token=token).json()
    second = machine.get(f"/conventions?limit=1&cursor={first['next']}", token=token).json()
    assert {each["id"] for page in (first, second) for each in page["conventions"]} == set(own)
    assert second["next"] is None
    only = machine.get("/conventions?state=in_force", token=token).json()["conventions"]
    assert [each["id"] for each in only] == own[:1]
    assert only[0]["common"][0]["fact"] == "action"
    (came,) = machine.get(f"/conventions/{own[0]}/provisions", token=token).json()["provisions"]
    assert came["amount_cents"] == 1_000_000
    budget = machine.get(f"/conventions/{own[0]}/budget", token=token).json()
    assert (budget["free_cents"], budget["promised_cents"]) == (1_000_000, 0)
    for path in ("", "/budget", "/provisions", "/promises?purpose=audit"):
        answer = machine.get(f"/conventions/{theirs}{path}", token=token)
        assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")


def bought() -> tuple[Any, Any]:
    """A machine whose funder's convention completed a purchase; and whose purchase it is."""
    giver = a_funder()
    in_force(giver)
    holder = scenes.a_holder(rights_cents=10_000)
    scenes.confirmed(holder)
    return a_machine(giver), holder


def test_promises_are_read_without_a_name_and_the_reading_is_noted():
    machine, holder = bought()
    (card,) = machine.get("/conventions").json()["conventions"]
    path = f"/conventions/{card['id']}/promises"
    missing = machine.get(path)
    assert missing.status_code == 422
    assert missing.json()["errors"] == [{"parameter": "purpose", "code": "missing", "detail": "Ce champ manque."}]
    answer = machine.get(f"{path}?purpose=follow_up")
    (told,) = answer.json()["promises"]
    assert (told["state"], told["reasons"][0]["held"]) == ("promised", True)
    assert str(holder.account_id) not in answer.content.decode()
    assert machine.get(f"/promises/{told['id']}?purpose=audit").json() == told
    later = (scenes.AT + timedelta(days=30)).isoformat().replace("+", "%2B")
    assert machine.get(f"{path}?purpose=audit&since={later}").json()["promises"] == []
    assert machine.get(f"{path}?purpose=audit&state=spent").json()["promises"] == []
    person = accounts.person_of(holder.account_id)
    assert person is not None
    noted = {(each.by, each.what, each.reason) for each in reads_about(person)}
    assert noted == {(f"funder_agent:{machine.id}", "promise", why) for why in ("follow_up", "audit")}


def test_a_sandbox_reads_nobody_real():
    machine, holder = bought()
    (card,) = machine.get("/conventions").json()["conventions"]
    real = machine.get(f"/conventions/{card['id']}/promises?purpose=audit")
    trial = a_machine(machine.giver, sandbox=True)
    (card,) = trial.get("/conventions").json()["conventions"]
    seen, cursor = [], ""
    while True:
        page = trial.get(f"/conventions/{card['id']}/promises?purpose=audit&limit=5{cursor}").json()
        seen += [each["id"] for each in page["promises"]]
        if page["next"] is None:
            break
        cursor = f"&cursor={page['next']}"
    assert len(seen) == len(set(seen)) == 12
    assert real.json()["promises"][0]["id"] not in seen
    assert trial.get(f"/promises/{real.json()['promises'][0]['id']}?purpose=audit").status_code == 404
    assert trial.get(f"/promises/{seen[3]}?purpose=audit").json()["convention_id"] == card["id"]
    person = accounts.person_of(holder.account_id)
    assert person is not None
    assert {each.by for each in reads_about(person)} == {f"funder_agent:{machine.id}"}


def test_what_is_not_given_is_closed(client: Any):
    machine = a_machine(scopes=[Scope.BUDGETS_READ])
    closed = machine.get("/conventions")
    assert (closed.status_code, "insufficient_scope" in closed["WWW-Authenticate"]) == (403, True)
    for headers in ({}, {"Authorization": "Bearer " + "x" * 43}, {"Authorization": "Basic eDp4"}):
        answer = client.get(f"{ROOT}/me", headers=headers)
        assert (answer.status_code, answer["WWW-Authenticate"]) == (401, 'Bearer realm="acquis"')
    assert client.post(f"{ROOT}/me").status_code == 405
    assert client.get(f"{ROOT}/nulle-part").json()["title"] == "Il n’y a rien ici"
    assert machine.get("/me?x=1").json()["errors"][0]["code"] == "extra_forbidden"


def test_every_operation_names_its_scope(client: Any):
    served = client.get(f"{ROOT}/openapi.json").json()
    asked = {
        operation["operationId"]: operation["security"]
        for operations in served["paths"].values()
        for operation in operations.values()
    }
    assert len(asked) >= 7
    assert {name for name, ways in asked.items() if ways == [{"partner": []}]} == {"me"}
    known = set(described()["components"]["securitySchemes"]["partner"]["flows"]["clientCredentials"]["scopes"])
    assert known == {str(scope) for scope in Scope}
    assert {scope for ways in asked.values() for way in ways for scope in way["partner"]} == known


def test_the_quota_is_told_and_is_one_for_all_processes(settings: Any, monkeypatch: pytest.MonkeyPatch):
    machine = a_machine()
    token = machine.token()
    settings.ACQUIS = settings.ACQUIS.model_copy(update={"partners_per_minute": 2})
    within = clock.machine_now().replace(second=30)
    monkeypatch.setattr(clock, "machine_now", lambda: within)
    answers = [machine.get("/me", token=token) for _ in range(3)]
    assert [each["RateLimit"].partition(";t=")[0] for each in answers[:2]] == ['"partners";r=1', '"partners";r=0']
    over = answers[2]
    assert (over.status_code, over["RateLimit-Policy"]) == (429, '"partners";q=2;w=60')
    assert (over["Retry-After"], over["RateLimit"]) == ("30", '"partners";r=0;t=30')
    monkeypatch.setattr(clock, "machine_now", lambda: within + timedelta(minutes=1))
    assert machine.get("/me", token=token).status_code == 200
