"""A region's software plays its part from end to end, through the Python client and over HTTP."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import httpx
import pytest
from acquis_partners import Partner, Problem, read_call
from django.conf import settings
from django.test import Client
from tests import scenes
from tests.endowing.scenes import credited, drafted, nir, refuses, somebody, total, transferred
from tests.funders.scenes import a_funder, in_force
from tests.moments import AT
from tests.partners.receiver import receiving
from tests.partners.scenes import Machine, a_machine
from tests.partners.test_calls import tell_all

from acquis.endowing import actions as orders
from acquis.endowing.models import Line, Order
from acquis.endowing.types import Fault, Refusal
from acquis.partners import actions, jobs, queries
from acquis.partners.models import Answer, Delivery
from acquis.partners.types import CHOSEN, Scope

pytestmark = pytest.mark.django_db


class Inside(httpx.BaseTransport):
    """The whole site, without a socket."""

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        headers = {name: value for name, value in request.headers.items() if name not in ("host", "content-length")}
        path, kind = request.url.raw_path.decode(), request.headers.get("Content-Type", "")
        answer = Client().generic(request.method, path, request.read(), content_type=kind, headers=headers)
        return httpx.Response(answer.status_code, headers=dict(answer.items()), content=answer.content)


class Losing(httpx.HTTPTransport):
    """A network that loses the answers to the first writes."""

    def __init__(self, many: int) -> None:
        super().__init__()
        self.many = many

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        answer = super().handle_request(request)
        if self.many and request.url.path.endswith("/endowments"):
            self.many -= 1
            answer.read()
            raise httpx.ReadError("the answer was lost")
        return answer


def software(machine: Machine, transport: httpx.BaseTransport | None = None) -> Partner:
    """The client, as the region's software runs it."""
    key = machine.key.as_dict(private=True)
    return Partner(
        settings.ACQUIS.site_url, client_id=str(machine.id), key=key, transport=transport or Inside(), timeout=120
    )


def an_order(*lines: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"purpose": "Se former au numérique", "lines": list(lines), **more}


@pytest.mark.django_db(transaction=True)
def test_a_region_follows_its_aid_and_endows_its_people(settings: Any, live_server: Any):
    told = {"partners_on_this_machine": True, "site_url": live_server.url}
    settings.ACQUIS = settings.ACQUIS.model_copy(update=told)
    machine = a_machine(a_funder())
    convention_id = str(in_force(machine.giver))
    scenes.in_training(scenes.a_holder(rights_cents=10_000))
    alix = somebody(1)
    with receiving(500, 204) as receiver:
        endpoint_id = actions.add_endpoint(
            funder_id=machine.giver.id, url=receiver.url, kinds=CHOSEN, by=machine.giver.manager, at=AT
        )
        tell_all()
        region = software(machine, Losing(2))
        assert region.me()["funder"]["name"] == "Région Bretagne"
        (convention,) = region.conventions(state="in_force")
        assert convention["id"] == convention_id
        (promise,) = region.promises(convention_id, purpose="reconciliation")
        budget = region.budget(convention_id)
        assert budget["spent_cents"] == promise["amount_cents"] - promise["returned_cents"]
        assert budget["free_cents"] + budget["spent_cents"] == budget["provided_cents"]
        good = {"nir": alix.nir, "name": alix.name, "amount_cents": 50_000, "mark": "dossier 1"}
        stranger = {"nir": nir(7), "name": "PERSONNE", "amount_cents": 10_000, "mark": "dossier 2"}
        wrong = {"nir": "180057505600199", "name": "X", "amount_cents": 10_000, "mark": "dossier 3"}
        order = an_order(good, stranger, wrong, good, send=True)
        made = region.endow(order, key="dotation-1")
        assert [each["code"] for each in made["results"]] == [None, "nobody", "nir_malformed", "twice"]
        assert made["results"][1]["pointer"] == "#/lines/1/nir"
        # Two answers were lost, and the client asked again: one order all the same.
        assert (Order.objects.count(), Line.objects.count()) == (1, 1)
        assert (made["order"]["state"], made["order"]["total_cents"]) == ("awaited", 50_000)
        transferred(made["order"]["label"], 50_000)
        credited(UUID(made["order"]["id"]))
        assert region.endowment(made["order"]["id"])["credited_cents"] == 50_000
        assert [(each["mark"], each["state"]) for each in region.endowment_lines(made["order"]["id"])] == [
            ("dossier 1", "credited")
        ]
        assert total(alix) == 50_000
        for call in Delivery.objects.order_by("pk"):
            while jobs.call(delivery_id=str(call.id)) == "500":
                continue
    secret = queries.secret(endpoint_id, by=machine.giver.manager)
    told = [read_call(body, headers, secret) for headers, body in receiver.heard]
    assert {each["type"] for each in told} >= {"promise.made", "promise.spent"}
    assert {each["data"].get("promise_id") for each in told} - {None} == {promise["id"]}
    kept = str(list(Answer.objects.values_list("body", flat=True)))
    assert alix.nir not in kept
    assert alix.name not in kept


def test_a_key_of_idempotency_is_required_and_is_of_one_content():
    machine = a_machine()
    line = {"nir": nir(7), "name": "PERSONNE", "amount_cents": 10_000}
    missing = machine.post("/endowments", an_order(line))
    assert (missing.status_code, missing.json()["errors"][0]["header"]) == (400, "Idempotency-Key")
    first = machine.post("/endowments", an_order(line), key="a")
    again = machine.post("/endowments", an_order(line), key="a")
    assert (first.status_code, again.status_code, again["Idempotency-Replayed"]) == (201, 201, "true")
    assert first.json() == again.json()
    other = machine.post("/endowments", an_order(line, purpose="Autre chose"), key="a")
    assert (other.status_code, other.json()["code"]) == (422, "partners.answer_key_reused")
    refused = machine.post("/endowments", an_order(line, refunded=True), key="b")
    assert (refused.status_code, refused.json()["code"]) == (409, "endowing.refund_without_end")
    assert "date limite" in refused.json()["detail"]
    assert machine.post("/endowments", an_order(line, send=True), key="c").json()["code"] == "endowing.no_line"
    assert machine.post("/endowments", an_order(line), key="b").status_code == 201
    assert Order.objects.count() == 2
    bad = machine.post("/endowments", an_order({**line, "amount_cents": -1, "x": 1}), key="d").json()
    assert {each["pointer"] for each in bad["errors"]} == {"#/lines/0/amount_cents", "#/lines/0/x"}
    other_funder = a_machine(a_funder(name="Autre"))
    assert other_funder.get(f"/endowments/{first.json()['order']['id']}").status_code == 404
    assert other_funder.get(f"/endowments/{first.json()['order']['id']}/lines").status_code == 404


def test_only_who_may_send_sends():
    machine = a_machine(scopes=[Scope.ENDOWMENTS_WRITE, Scope.ENDOWMENTS_READ])
    alix = somebody(2)
    order = an_order({"nir": alix.nir, "name": alix.name, "amount_cents": 10_000})
    with pytest.raises(Problem) as refused:
        software(machine).endow({**order, "send": True})
    assert refused.value.status == 403
    assert software(machine).endow(order)["order"]["state"] == "draft"


def test_a_sandbox_writes_nothing_and_looks_for_nobody():
    machine = a_machine(sandbox=True)
    alix, trial = somebody(3), software(machine)
    line = {"nir": alix.nir, "name": alix.name, "amount_cents": 10_000}
    order = an_order(line, {**line, "mark": "nobody"}, {**line, "nir": "180057505600199"}, send=True)
    made = trial.endow(order, key="essai")
    assert [each["code"] for each in made["results"]] == [None, "nobody", "nir_malformed"]
    assert trial.endow(order, key="essai") == made
    assert trial.endowment(made["order"]["id"]) == made["order"]
    assert not Order.objects.exists()
    assert total(alix) == 0
    refused = machine.post("/endowments", an_order(line, refunded=True), key="autre")
    assert refused.json()["code"] == "endowing.refund_without_end"
    assert machine.get(f"/endowments/{machine.id}").status_code == 404


def test_lines_of_an_order_that_is_sent_are_not_added_to():
    giver = a_funder()
    order_id, alix = drafted(giver), somebody(4)
    line = {"nir": alix.nir, "nom": alix.name, "montant": "100,50"}
    assert orders.add_lines(order_id=order_id, lines=[line], by=giver.agent, at=AT) == []
    ((rank, refused),) = orders.add_lines(order_id=order_id, lines=[{"nir": alix.nir}], by=giver.agent, at=AT)
    assert (rank, refused.fault, refused.column) == (0, Fault.CELL_MISSING, "nom")
    with refuses(Refusal.NOT_ALLOWED):
        orders.add_lines(order_id=order_id, lines=[line], by=a_funder(name="Autre").manager, at=AT)
    orders.submit_order(order_id=order_id, by=giver.manager, at=AT)
    with refuses(Refusal.NOT_IN_THIS_STATE):
        orders.add_lines(order_id=order_id, lines=[line], by=giver.agent, at=AT)
    assert Order.objects.get().total_cents == 10_050
