"""Whatever a machine sends to the partners' addresses, they answer as they are described, and nothing breaks.

Cases are drawn by schemathesis from the description that is served; `ACQUIS_TEST_EXAMPLES` draws as many of each.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from tests import scenes
from tests.examples import examples
from tests.funders.scenes import a_funder, in_force
from tests.partners.scenes import Machine, a_machine
from tests.partners.test_simulator import Inside

from acquis.api.partners.urls import described
from acquis.funders.models import Promise

pytestmark = pytest.mark.django_db
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
SITE = "http://testserver"
schema = schemathesis.openapi.from_dict(described())


@pytest.fixture
def machine(settings: Any) -> tuple[Machine, str, dict[str, str]]:
    """A machine without a quota, its token, and real things to ask about."""
    settings.ACQUIS = settings.ACQUIS.model_copy(update={"partners_per_minute": 0})
    made = a_machine(a_funder())
    convention_id = in_force(made.giver)
    scenes.confirmed(scenes.a_holder(rights_cents=10_000))
    promise = Promise.objects.get()
    return made, made.token(), {"convention_id": str(convention_id), "promise_id": str(promise.id)}


@schema.parametrize()
@settings(
    max_examples=examples(25),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.filter_too_much, HealthCheck.too_slow],
)
def test_any_case_is_answered_as_described(case: schemathesis.Case, machine: tuple[Machine, str, dict[str, str]]):
    _machine, token, real = machine
    # Half of what names a thing names one that is there.
    for name in set(case.path_parameters or {}) & set(real):
        if len(str(case.query)) % 2:
            case.path_parameters[name] = real[name]
    sent = case.as_transport_kwargs(base_url=SITE)
    headers = {name: str(value) for name, value in (sent.get("headers") or {}).items()}
    with httpx.Client(transport=Inside()) as client:
        request = client.build_request(
            sent["method"],
            sent["url"],
            params=sent.get("params"),
            content=sent.get("data"),
            json=sent.get("json"),
            headers=_sendable(headers) | {"Authorization": f"Bearer {token}"},
        )
        assert urlsplit(str(request.url)).path.startswith("/api/partners/v1/")
        answer = client.send(request)
        answer.elapsed = timedelta(0)
        case.validate_response(answer, checks=CHECKS)


def _sendable(headers: dict[str, str]) -> dict[str, str]:
    """Header values that a client can put on the wire at all: ASCII without control characters."""
    return {
        name: "".join(each if " " <= each <= "~" else "?" for each in value).strip() for name, value in headers.items()
    }
