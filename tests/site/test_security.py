"""What is refused at the door: headers, stand-ins, placeholder secrets; and logs that tell no secret."""

from __future__ import annotations

import io
import json
import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from acquis.site import checks, health, logs, security
from acquis.site.config import Config

ROOT = Path(__file__).resolve().parents[2]

PRODUCTION = {
    "ACQUIS_SITE_URL": "https://acquis.example",
    "ACQUIS_ALLOWED_HOSTS": "acquis.example",
    "ACQUIS_SECRET_KEY": "s3cr3t-" + "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJK-_%!",
    "ACQUIS_FRANCECONNECT_ISSUER": "https://identite.example/api/v2",
    "ACQUIS_PAYMENTS_URL": "https://cartes.example/v1",
    "ACQUIS_OPERATOR_NAME": "Caisse des exemples",
    "ACQUIS_OPERATOR_ADDRESS": "1 place de l’Exemple, 75000 Paris",
    "ACQUIS_OPERATOR_SIRET": "90000009200016",
}


def manage(*words: str, **extra: str) -> subprocess.CompletedProcess[str]:
    bare = {name: value for name, value in os.environ.items() if not name.startswith(("ACQUIS_", "DJANGO_"))}
    return subprocess.run(
        [sys.executable, "-W", "ignore", "manage.py", *words],
        cwd=ROOT,
        env=bare | {"ACQUIS_HOME": str(ROOT / "build" / "test-home")} | extra,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_production_passes_the_deployment_checks() -> None:
    done = manage("check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"ACQUIS_SECRET_KEY": ""}, "acquis.E002"),
        ({"ACQUIS_SITE_URL": "http://acquis.example"}, "acquis.E003"),
        ({"ACQUIS_OPERATOR_SIRET": ""}, "acquis.E005"),
    ],
)
def test_a_production_without_its_secret_or_its_padlock_does_not_start(change: dict[str, str], told: str) -> None:
    done = manage("check", "--deploy", "--fail-level", "ERROR", **(PRODUCTION | change))
    assert done.returncode == 1
    assert told in done.stderr


def test_outside_the_demonstration_no_stand_in_has_an_address() -> None:
    asked = (
        "from django.urls import resolve, Resolver404\ntry: resolve('/demo/cards/')\nexcept Resolver404: print('none')"
    )
    assert manage("shell", "--no-imports", "-c", asked, **PRODUCTION).stdout.strip() == "none"


def test_a_stand_in_outside_the_demonstration_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    assert checks.stand_ins_stay_in_the_demonstration(None) == []
    monkeypatch.setattr(settings, "ACQUIS", settings.ACQUIS.model_copy(update={"demo": False}))
    found = checks.stand_ins_stay_in_the_demonstration(None)
    assert {error.id for error in found} == {"acquis.E001"}
    assert any("demo/cards/" in str(error.msg) for error in found)


@pytest.mark.parametrize(
    ("ours", "said"),
    [
        ({}, set()),
        ({"payments": "another"}, {"acquis.E006"}),
        ({"payments": "stripe"}, {"acquis.E007"}),
        ({"payments": "stripe", "payments_secret": "sk_live_1", "payments_webhook_secret": "whsec_1"}, set()),
        ({"payments": "stripe", "payments_secret": "rk_test_1", "payments_webhook_secret": "whsec_1"}, {"acquis.W001"}),
    ],
)
def test_a_card_provider_that_cannot_be_spoken_to_is_said_before_it_is_served(
    monkeypatch: pytest.MonkeyPatch, ours: dict[str, object], said: set[str]
) -> None:
    monkeypatch.setattr(settings, "ACQUIS", settings.ACQUIS.model_copy(update={"demo": False, **ours}))
    assert {each.id for each in checks.cards_can_be_paid(None)} == said


def test_forms_may_lead_to_the_providers_and_nowhere_else() -> None:
    config = Config(
        franceconnect_issuer="https://identite.example/api/v2",
        payments_url="https://cartes.example:8443/v1",
        form_origins="https://autre.example",
    )
    directives = security.content_policy(config)["DIRECTIVES"]
    assert directives["form-action"] == [
        "'self'",
        "https://autre.example",
        "https://cartes.example:8443",
        "https://identite.example",
    ]
    stripe = security.content_policy(Config(payments="stripe", payments_url="http://mock.example"))["DIRECTIVES"]
    assert stripe["form-action"] == ["'self'", "https://checkout.stripe.com"]
    allowed = {value for name, values in directives.items() if name != "form-action" for value in values}
    assert allowed == {"'self'", "'none'", "data:", "blob:"}


@pytest.mark.django_db
def test_every_answer_forbids_what_no_page_needs(client: Client) -> None:
    answer = client.get("/")
    assert answer.status_code == 200
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in answer.headers["Permissions-Policy"]
    assert len(answer.headers["X-Request-ID"]) == 32


@pytest.mark.django_db
def test_ready_names_what_is_not(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    assert client.get("/healthz/live").content == b"ok\n"
    answer = client.get("/healthz/ready")
    assert (answer.status_code, answer.json()) == (200, dict.fromkeys(health.READY, True))
    monkeypatch.setitem(health.READY, "tables", lambda: False)
    answer = client.get("/healthz/ready")
    assert answer.status_code == 503
    assert answer.json()["tables"] is False


def test_logs_keep_neither_addresses_nor_the_words_of_errors() -> None:
    """The canary is a NIR: in an address somebody asked for, and in what the database said of a row."""
    canary = "185057800608436"
    handler = logging.config.DictConfigurator(logs.configuration(Config())).configure_formatter  # type: ignore[attr-defined]
    formatter = handler(logs.configuration(Config())["formatters"]["json"])
    out = io.StringIO()
    stream = logging.StreamHandler(out)
    stream.setFormatter(formatter)
    logger = logging.getLogger("django.request.test")
    logger.addHandler(stream)
    logger.propagate = False
    try:
        logger.warning("Not Found: %s", f"/personnes/{canary}", extra={"status_code": 404})
        try:
            raise ValueError(f"Key (nir)=({canary}) already exists")
        except ValueError:
            logger.exception("Internal Server Error: %s", f"/{canary}", extra={"status_code": 500})
    finally:
        logger.removeHandler(stream)
    lines = [json.loads(line) for line in out.getvalue().splitlines()]
    assert [line["event"] for line in lines] == ["answered 404", "answered 500"]
    assert lines[1]["error"] == "builtins.ValueError"
    assert "test_security.py" in lines[1]["trace"][0]
    assert canary not in out.getvalue()
