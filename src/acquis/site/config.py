"""Every setting, typed, from the environment (`ACQUIS_…`); see docs/operations/configuration.md."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Self

from pydantic import model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from . import secrets

ROOT = Path(__file__).resolve().parents[3]


class Config(BaseSettings):
    """What an operator may set. Secrets come from the environment or from files in `home`."""

    model_config = SettingsConfigDict(env_prefix="ACQUIS_", extra="ignore")

    #: Where the product keeps what it makes on this machine: embedded database, keys, search index.
    home: Path = ROOT / "var"
    #: postgresql://user:password@host:port/name; empty means the embedded server under `home`.
    database_url: str = ""
    #: The same server under the roles that own nothing: what `serve` gives to the web, what `work` works as.
    web_database_url: str = ""
    work_database_url: str = ""
    #: True only in the demonstration: invented people, stand-ins of foreign systems, a movable clock.
    demo: bool = False
    debug: bool = False
    #: Public address of the site, no final slash; redirects and webhooks are built on it.
    site_url: str = "http://127.0.0.1:8000"
    allowed_hosts: str = "127.0.0.1,localhost,[::1],testserver"
    secret_key: str = ""
    #: True only behind one proxy that sets X-Forwarded-Proto itself, lets nobody else set it, and adds the address it
    #: saw to X-Forwarded-For.
    behind_proxy: bool = False
    #: Further origins that the answer to a form may lead to, separated by spaces (identity providers on other hosts).
    form_origins: str = ""

    franceconnect_issuer: str = ""
    franceconnect_client_id: str = ""
    franceconnect_client_secret: str = ""
    proconnect_issuer: str = ""
    proconnect_client_id: str = ""
    proconnect_client_secret: str = ""
    #: Metadata of the providers when their discovery document cannot be read: a JSON file each.
    franceconnect_metadata: Path | None = None
    proconnect_metadata: Path | None = None
    #: The level of assurance asked of FranceConnect+: eidas2 (substantial) or eidas3 (high).
    franceconnect_acr: str = "eidas2"
    #: The levels accepted from ProConnect, separated by spaces; all say that two factors were used.
    proconnect_acr: str = (
        "eidas0-mfa eidas1-mfa eidas2 eidas3 "
        "https://proconnect.gouv.fr/assurance/certification-dirigeant "
        "https://proconnect.gouv.fr/assurance/certification-dirigeant-2fa"
    )
    #: How identity providers encrypt for us: RSA-OAEP-256, RSA-OAEP or ECDH-ES.
    identity_encryption: str = "RSA-OAEP-256"
    #: Seconds a whole exchange with an identity provider may take.
    identity_timeout: float = 3.0
    #: A session ends after this long without a request, and after this long whatever happens.
    session_idle_minutes: int = 20
    session_absolute_hours: int = 10

    #: The card payment provider: what speaks to it (`outside.payments.ADAPTERS`), base address of its API, the secret
    #: we show it, the secret it signs its calls with (Stripe: several while one is changed, separated by spaces).
    payments: str = "plain"
    payments_url: str = ""
    payments_secret: str = ""
    payments_webhook_secret: str = ""

    #: Our bank's verification of payee: base address, and the secret we show it.
    payee_check_url: str = ""
    payee_check_secret: str = ""

    #: The State's register of persons: the address of its identification service.
    identity_register_url: str = ""
    #: How many holders it is asked about each night; a year must suffice for all of them.
    identity_register_nightly: int = 2_000

    #: The most that one agent of finance may write on an account at a time, in whole euros; more takes a second person.
    one_agent_most_euros: int = 10_000

    #: Questions a minute that one address may ask of the open data, by process of the server; 0: as many as it likes.
    open_api_per_minute: int = 600
    #: Questions a minute that one client of a funder may ask, all processes of the server together; 0: no limit.
    partners_per_minute: int = 600
    #: True only where the receivers of webhooks stand on this machine: the demonstration and its tests.
    partners_on_this_machine: bool = False
    #: Codes of papers a minute that one address may check, by process of the server; 0: as many as it likes.
    checks_per_minute: int = 30

    #: How e-mail leaves: SMTP, or a backend of anymail with its settings as JSON (`{"MAILJET_API_KEY": "…"}`).
    email_backend: str = "django.core.mail.backends.smtp.EmailBackend"
    email_from: str = "Acquis <ne-pas-repondre@localhost>"
    email_host: str = "localhost"
    email_port: int = 25
    email_user: str = ""
    email_password: str = ""
    email_tls: bool = False
    anymail: str = ""
    #: The company that carries text messages (`outside.text_messages`); empty: none leaves.
    text_messages_url: str = ""
    text_messages_secret: str = ""
    #: host:port of a ClamAV daemon that looks at what people file; empty: nothing is scanned, and pages say so.
    virus_scanner: str = ""

    #: The bank account that pays training providers: what payout files name as debtor.
    debtor_name: str = ""
    debtor_iban: str = ""
    debtor_bic: str = ""

    #: The operator's SIREN, which names the file of its accounting entries; the demonstration has one of its own.
    operator_siren: str = ""

    #: Who runs the service and how to reach them, for the legal pages; empty is shown as « to be completed ».
    operator_name: str = ""
    operator_address: str = ""
    operator_siret: str = ""
    publication_director: str = ""
    host_name: str = ""
    contact_phone: str = ""
    contact_email: str = ""

    @model_validator(mode="after")
    def _from_files(self) -> Self:
        """A secret that the environment does not give may be a file of `home/secrets`."""
        self.home = self.home.absolute()
        if self.demo:
            self.operator_name = self.operator_name or "Opérateur de la démonstration"
            self.operator_address = self.operator_address or "1 place de l’Exemple, 75000 Paris"
            self.operator_siret = self.operator_siret or "90000009200016"
        self.operator_siren = self.operator_siren or self.operator_siret[:9]
        for name in secrets.NAMES:
            if not getattr(self, name):
                setattr(self, name, secrets.read(self.home, name))
        return self


@lru_cache
def config() -> Config:
    return Config()
