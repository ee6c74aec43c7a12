"""Every page of the site, found in the door's registry: readable aloud, narrow and dark, sealed, and from nowhere else.

A page that is added without an address here fails the first test; nobody has to remember it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Literal
from uuid import UUID, uuid4

import pytest
from tests import browser, weight
from tests.crediting import scenes as runs
from tests.employers.scenes import Company
from tests.insight import scenes as state_scenes
from tests.journeys import employing, giving, lived
from tests.journeys.lived import Lived
from tests.journeys.scene import ANY_DAY, BREAD, COOKING, Country
from tests.journeys.visitor import GOOD_CARD, Visitor

import acquis.site.urls  # noqa: F401, the registry is filled by reading the addresses
from acquis.catalogue.search.types import SearchRequest
from acquis.treasury import actions as treasury
from acquis.watches import actions as watches
from acquis.watches.types import Cadence
from acquis.web.door import ROUTES, Audience

if TYPE_CHECKING:
    from playwright.sync_api import Page, Request, Response

Paths = list[str]
#: Answers that are not pages to look at: files, parts for htmx, keys, and what exists in development only.
NOT_PAGES = {
    "towns",
    "suggestions",
    "robots",
    "sitemap",
    "sitemap-part",
    "components",
    "own_keys",
    "employer-request-proof",
    "provider-enrolments-csv",
    "provider-record-csv",
    "provider-scan",
    "record-csv",
    "calendar",
    "staff-payout-file",
    "staff-bank-content",
    "staff-books-sheet",
    "staff-batch-sheet",
    "staff-aged-sheet",
    "staff-delays-sheet",
    "staff-lettering-sheet",
    "staff-calls-sheet",
    "staff-differences-sheet",
    "staff-book-account-sheet",
    "statement-csv",
    "statement-proof",
    "request-proof",
    "staff-request-proof",
    "hearing-exhibit",
    "aid-document",
    "funder-document",
    "provider-hearing-exhibit",
    "staff-hearing-exhibit",
    "staff-proof-file",
    "staff-project-paper-file",
}
NOT_PAGES |= {"staff-declaration-sheet", "staff-stop-exhibit", "staff-stop-sheet"}
NOT_PAGES |= {"provider-invoice", "staff-invoice", "paper", "provider-paper", "staff-paper"}
NOT_PAGES |= {"state-simulation-csv", "state-simulation-json"}
NOT_PAGES |= {"funder-order-model", "funder-order-faults", "funder-order-receipt"}
NOT_PAGES |= {"employer-order-model", "employer-order-faults", "employer-order-receipt"}
#: What keeps strangers out, as written in every answer.
POLICY = ("default-src 'none'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "script-src 'self'")


def public(country: Country, had: Lived) -> dict[str, Paths]:
    bread = country.training_of(BREAD)
    return {
        "home": ["/"],
        "search": ["/formations", "/formations?q=boulangerie", "/formations?q=zzzz", "/formations?q=pain&prix=abc"],
        "offer": [f"/formations/{bread}", f"/formations/{country.training_of(ANY_DAY)}"],
        "compare": [
            "/comparer",
            f"/comparer?o={country.session_of(BREAD)}",
            f"/comparer?o={country.session_of(BREAD)}&o={country.session_of(COOKING)}",
        ],
        "certification": ["/certifications/RNCP18704"],
        "job": ["/metiers/D1102"],
        "provider-page": [f"/organismes/{country.body_id}"],
        "help": ["/aide"],
        "accessibility": ["/accessibilite"],
        "legal": ["/mentions-legales"],
        "personal_data": ["/donnees-personnelles"],
        "site_map": ["/plan-du-site"],
        "check": ["/verifier", "/verifier?code=AAAA-AAAA-AAAA"],
        "check-moved": ["/verifier-un-releve?code=AAAA-AAAA-AAAA"],
        "trainer": [f"/formateur/{token}" for token in had.trainer_links],
        "demo-messages": ["/demo/messages"],
        "sign_in": ["/connexion", "/connexion?next=/mes-droits"],
        "session_ended": [f"/connexion/session-terminee?pourquoi={why}" for why in ("inactivite", "duree")],
        "franceconnect_answers": ["/signin/franceconnect/callback?error=access_denied&state=x"],
        "proconnect_answers": ["/signin/proconnect/callback"],
        "signed_out": ["/signin/done", "/signin/done?ici-seulement=1"],
    }


def holder(country: Country, had: Lived) -> dict[str, Paths]:
    return {
        "rights": ["/mes-droits"],
        "why": ["/mes-droits/pourquoi/2025"],
        "readings": ["/mes-droits/consultations"],
        "statement": ["/mes-droits/releve", "/mes-droits/releve?annee=2025", "/mes-droits/releve?annee=1999"],
        "requests": ["/mes-demandes"],
        "new-request": ["/mes-demandes/nouvelle", "/mes-demandes/nouvelle?annee=2025&sujet=hours"],
        "request": [f"/mes-demandes/{each}" for each in had.requests.values()],
        "messages": ["/mes-messages"],
        "searches": ["/mes-recherches"],
        "new-search": ["/mes-recherches/nouvelle", "/mes-recherches/nouvelle?q=pain&lieu=Lyon"],
        "search-kept": [f"/mes-recherches/{kept_search(country)}"],
        "situation": ["/mes-droits/ma-situation"],
        "risks": ["/mes-droits/risques-professionnels"],
        "buy": [f"/acheter/{country.session_of(title)}" for title in (BREAD, COOKING, ANY_DAY)],
        "enrolments": ["/mes-inscriptions"],
        "enrolment": [f"/mes-inscriptions/{each}" for name, each in had.purchases.items() if name not in ("exited",)],
        "contest": [f"/mes-inscriptions/{had.purchases['asked']}/contester"],
        "excuse": [f"/mes-inscriptions/{had.purchases['in training']}/force-majeure"],
        "hearing": [f"/mes-inscriptions/{had.purchases['declared']}/dossiers/{had.hearing}"],
        # With somebody who may ask, in tests/journeys/test_instructing.py; so is the funder's side.
        "ask-aid": [],
        "aid": [],
        "review": [f"/mes-inscriptions/{had.purchases[name]}/avis" for name in ("validated", "confirmed")],
        "record": [f"/mes-inscriptions/{had.purchases[name]}/assiduite" for name in ("in training", "confirmed")],
        "presence": [f"/emarger/{each}" for each in had.half_days.values()],
        "confirm": [f"/mes-inscriptions/{had.purchases['proposed']}/confirmer"],
        "payment": [f"/paiement/{had.collection}"],
        "payment-back": [f"/paiement/retour/{had.collection}"],
    }


def kept_search(country: Country) -> UUID:
    """A search that claire keeps."""
    asked = SearchRequest(text="pain", place="Lyon")
    by = lived.holder(country, "claire").actor
    return watches.keep(
        watch_id=uuid4(),
        name="Le pain à Lyon",
        address="q=pain&lieu=Lyon",
        asked=asked,
        cadence=Cadence.DAILY,
        by=by,
        at=lived.BEGIN,
    )


def provider(country: Country, had: Lived) -> dict[str, Paths]:
    draft = f"/organisme/offres/brouillons/{had.draft}"
    return {
        "provider-new-offer": ["/organisme/offres/nouvelle"],
        "provider-draft": [draft],
        "provider-draft-training": [f"{draft}/formation"],
        "provider-draft-action": [f"{draft}/action", f"{draft}/action?action=A1"],
        "provider-draft-session": [f"{draft}/sessions?action=A1", f"{draft}/sessions?action=A1&session=S1"],
        "provider-draft-preview": [f"{draft}/apercu"],
        "provider-offer-history": [f"/organisme/offres/{country.training_of(BREAD)}/historique"],
        "provider": ["/organisme"],
        "provider-enrolments": ["/organisme/inscriptions", "/organisme/inscriptions?mots=rien"],
        "provider-undo-entry": [f"/organisme/inscriptions/{had.purchases['in training']}/entree-par-erreur"],
        "provider-contest": [f"/organisme/inscriptions/{had.purchases['in training']}/contester"],
        "provider-hearing": [f"/organisme/inscriptions/{had.purchases['declared']}/dossiers/{had.hearing}"],
        "provider-enrolment": [f"/organisme/inscriptions/{each}" for each in had.purchases.values()],
        "provider-record": [f"/organisme/inscriptions/{had.purchases['in training']}/assiduite"],
        "provider-attendance": ["/organisme/emargement"],
        "provider-session": [f"/organisme/emargement/sessions/{had.session}"],
        "provider-half-day": [f"/organisme/emargement/{each}" for each in had.half_days.values()],
        "provider-code": [f"/organisme/emargement/{had.half_days[name]}/code" for name in ("open", "signed")],
        "provider-reviews": ["/organisme/avis"],
        "provider-review": [f"/organisme/avis/{had.review}"],
        "provider-payments": ["/organisme/paiements"],
        "provider-messages": ["/organisme/messages"],
        # With something awaited in tests/treasury/test_deposits.py.
        "provider-deposit": [],
        "provider-offers": ["/organisme/offres"],
        "provider-report": [f"/organisme/offres/imports/{had.report}"],
    }


def staff(country: Country, had: Lived) -> dict[str, Paths]:
    some = [runs.a_year(each) for each in runs.accounts(3)]
    credited = runs.done_run(some)
    region = giving.a_region(country)
    return {
        "staff-conventions": ["/agents/conventions"],
        "staff-convention": [f"/agents/conventions/{each}" for each in (region.submitted, region.in_force)],
        # An agent's, whom the payments' approver is not: looked at in tests/journeys/test_funding.py.
        "staff-funder-new": [],
        "staff": ["/agents"],
        # Opened below by those who may, after they gave a reason.
        "staff-person": [],
        # Those of the agents who keep identities, opened below.
        "staff-identity": [],
        "staff-join": [],
        "staff-nir": [],
        "staff-identities": ["/agents/identites"],
        "staff-joining": [f"/agents/identites/reunions/{had.joining}"],
        "staff-split": [f"/agents/identites/partages/{had.split}"],
        # Opened below by an agent, from a person's file; and in tests/journeys/test_granting.py.
        "staff-split-form": [],
        "staff-bodies": ["/agents/organismes", "/agents/organismes?mots=a", "/agents/organismes?mots=zzzz"],
        "staff-body": [f"/agents/organismes/{country.body_id}"],
        "staff-stop": [f"/agents/arrets/{had.stop}"],
        # An agent's, opened below.
        "staff-stop-form": [],
        "staff-granting": [],
        "staff-granting-form": [],
        # With something in them in tests/journeys/test_granting.py, whose agents keep the money.
        "staff-proposals": [],
        "staff-proposal": [],
        "staff-enrolments": ["/agents/inscriptions"],
        "staff-enrolment": [f"/agents/inscriptions/{had.purchases[name]}" for name in ("validated", "paying")],
        # An agent's, opened below.
        "staff-fail": [],
        "staff-record": [f"/agents/inscriptions/{had.purchases['in training']}/assiduite"],
        "staff-payouts": ["/agents/paiements"],
        "staff-refunds": ["/agents/remboursements"],
        "staff-batch": [f"/agents/paiements/{had.paid}", f"/agents/paiements/{had.waiting}"],
        "staff-bank": ["/agents/banque"],
        "staff-bank-file": [f"/agents/banque/{had.told_by_bank}"],
        "staff-crediting": ["/agents/alimentation"],
        "staff-crediting-run": [f"/agents/alimentation/{credited}"],
        "staff-crediting-reconciled": [f"/agents/alimentation/{credited}/rapprochement"],
        "staff-declarations": ["/agents/declarations", "/agents/declarations?origine=summary"],
        "staff-declaration-file": [f"/agents/declarations/{had.declared}"],
        # Those who judge proofs see them in tests/web/staff/test_proofs.py.
        "staff-proofs": [],
        "staff-proof": [],
        # Seen in tests/web/holder/test_risks.py.
        "staff-project-paper": [],
        # Those who moderate see them in tests/web/test_seen.py.
        "staff-reviews": [],
        "staff-review": [],
        "staff-ending": [],
        "staff-ledger": ["/agents/grand-livre"],
        "staff-books": ["/agents/comptabilite", "/agents/comptabilite?mois=1999-01"],
        "staff-book-account": ["/agents/comptabilite/comptes/5151", "/agents/comptabilite/comptes/4011"],
        "staff-reconciliation": ["/agents/comptabilite/rapprochement"],
        "staff-funds": ["/agents/comptabilite/fonds"],
        "staff-aged": ["/agents/comptabilite/balances-agees"],
        "staff-lettering": ["/agents/comptabilite/lettrage"],
        "staff-delays": ["/agents/comptabilite/delais"],
        "staff-closings": ["/agents/comptabilite/clotures"],
        "staff-anchors": ["/agents/grand-livre/empreintes"],
        "staff-clock": ["/agents/horloge"],
        "staff-orders": ["/agents/dotations"],
        "staff-order": [f"/agents/dotations/{giving.orders(region)[1]}"],
        # An agent's: looked at in `tests/web/test_seen_offers.py`.
        "staff-offers": [],
        "staff-offer": [],
        "staff-offer-history": [],
        # An agent's, whom the payments' approver is not: looked at in `tests/web/test_seen.py`.
        "staff-hearings": [],
        "staff-hearing": [],
        "staff-requests": [],
        "staff-request": [],
    }


def state(country: Country, _: Lived) -> dict[str, Paths]:
    chosen = "c=credit.low_qualified_cents%3D90000%402027-01-01"
    done, other, waiting = state_scenes.three(country.agents["jeanne"])
    return {
        "state": [
            "/etat",
            f"/etat?{chosen}",
            "/etat?p=purchase.rs_cap_cents",
            f"/etat?p=participation.jobseeker_exempt&{chosen}",
        ],
        "state-simulation": [
            f"/etat/simulations/{done}",
            f"/etat/simulations/{done}?duree=tout",
            f"/etat/simulations/{other}",
            f"/etat/simulations/{waiting}",
        ],
    }


def funder(country: Country, _: Lived) -> dict[str, Paths]:
    region = giving.a_region(country)
    draft, stands = (f"/financeur/conventions/{each}" for each in (region.draft, region.in_force))
    return {
        "funder": ["/financeur"],
        "funder-new": ["/financeur/nouvelle"],
        "funder-convention": [draft, stands, f"/financeur/conventions/{region.submitted}"],
        "funder-change": [f"{draft}/modifier"],
        "funder-bench": [f"{draft}/essai"],
        "funder-orders": ["/financeur/dotations"],
        "funder-order-new": ["/financeur/dotations/nouvelle"],
        "funder-order": [f"/financeur/dotations/{each}" for each in giving.orders(region)],
        "funder-requests": ["/financeur/demandes"],
        "funder-request": [],
        "funder-keys": ["/financeur/cles"],
        "funder-calls": ["/financeur/appels"],
        "funder-call": [f"/financeur/appels/{giving.an_endpoint(region)}"],
        "funder-new-key": ["/financeur/cles/nouvelle"],
        "funder-key": [f"/financeur/cles/{giving.a_key(region)}"],
    }


def employer(country: Country, _: Lived) -> dict[str, Paths]:
    factory, accountants = employing.biscuits_and_accountants()
    asked = employing.a_request(country, factory)
    employing.a_statement(factory)
    orders = giving.two_orders(Company(factory.id, factory.siren, "", factory.manager, factory.manager))
    return {
        "employer": ["/employeur"],
        "employer-requests": ["/employeur/demandes"],
        "employer-request": [f"/employeur/demandes/{asked}"],
        "employer-interviews": ["/employeur/entretiens"],
        "employer-companies": ["/employeur/entreprises", "/employeur/entreprises?fini=1"],
        "employer-places": ["/employeur/etablissements"],
        "employer-agents": ["/employeur/agents"],
        "employer-orders": ["/employeur/dotations"],
        "employer-order-new": ["/employeur/dotations/nouvelle", "/employeur/dotations/nouvelle?motif=corrective"],
        "employer-order": [f"/employeur/dotations/{each}" for each in orders],
        "employer-delegations": ["/employeur/delegations", f"/employeur/delegations?siren={accountants.siren}"],
    }


WALKS: dict[Audience, tuple[str, Callable[[Country, Lived], dict[str, Paths]]]] = {
    Audience.PUBLIC: ("", public),
    Audience.HOLDER: ("claire", holder),
    Audience.PROVIDER: ("brigitte", provider),
    Audience.STAFF: ("henri", staff),
    Audience.STATE: ("jeanne", state),
    Audience.FUNDER: ("nolwenn", funder),
    Audience.EMPLOYER: ("soizic", employer),
}


def names(audience: Audience) -> set[str]:
    return {route.name for route in ROUTES if route.audience is audience and "GET" in route.methods} - NOT_PAGES


@pytest.fixture
def had(country: Country) -> Lived:
    return lived.happen(country)


class Inspector:
    """Looks at pages one after the other and keeps all that is wrong with them, to be told at the end."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor, self.page, self.wrong = visitor, visitor.page, list[str]()
        self.elsewhere: list[str] = []
        self.page.on("request", self.note)

    def note(self, request: Request) -> None:
        if not request.url.startswith((self.visitor.site, "data:")):
            self.elsewhere.append(request.url)

    def visit(self, path: str, name: str, *, private: bool) -> None:
        answer = self.page.goto(self.visitor.site + path)
        assert answer is not None
        self.judge_headers(path, answer, private=private)
        if answer.ok:
            compressed = answer.headers.get("content-encoding") == "gzip"
            weighs = weight.of_page(answer.body(), compressed=compressed)
            if weighs > weight.MOST:
                self.wrong.append(f"{path} weighs {weighs:,} bytes")
        self.look(path, name)

    def look(self, path: str, name: str) -> None:
        """The page as it stands: wide and narrow by day, wide by night; pictures are kept."""
        ways: tuple[tuple[Literal["light", "dark"], int, Callable[[Page], None]], ...] = (
            ("dark", 1280, browser.assert_colours),
            ("light", 320, browser.assert_accessible_but_for_colours),
            ("light", 1280, browser.assert_accessible),
        )
        for scheme, width, accessible in ways:
            self.page.emulate_media(color_scheme=scheme)
            self.page.set_viewport_size({"width": width, "height": 900})
            browser.keep(self.page, f"page-{name}-{scheme}-{width}")
            for judge in (browser.assert_reflows, accessible):
                try:
                    judge(self.page)
                except AssertionError as found:
                    self.wrong.append(f"{path} ({scheme}, {width}): {found}")

    def judge_headers(self, path: str, answer: Response, *, private: bool) -> None:
        headers = answer.headers
        policy = headers.get("content-security-policy", "")
        expected: dict[str, Any] = {
            "x-content-type-options": "nosniff",
            "referrer-policy": "same-origin",
            "cross-origin-opener-policy": "same-origin",
            "x-frame-options": "DENY",
        }
        told = [f"{key} is {headers.get(key)!r}" for key, value in expected.items() if headers.get(key) != value]
        told += [f"the policy lacks {part}" for part in POLICY if part not in policy]
        told += [f"the policy has {part}" for part in ("unsafe-inline", "unsafe-eval", "http:") if part in policy]
        if "camera=()" not in headers.get("permissions-policy", ""):
            told.append("no permissions policy")
        if private and "no-store" not in headers.get("cache-control", ""):
            told.append("may be kept in a cache")
        if answer.status >= 500 or (private and answer.status != 200):
            told.append(f"answers {answer.status}")
        self.wrong += [f"{path}: {each}" for each in told]

    def conclude(self) -> None:
        self.wrong += [f"asked elsewhere: {url}" for url in self.elsewhere]
        assert not self.wrong, "\n".join(self.wrong)


@pytest.mark.parametrize("audience", WALKS)
def test_every_page_is_readable_sealed_and_ours(
    audience: Audience, arrive: Callable[..., Visitor], country: Country, had: Lived
) -> None:
    persona, walk = WALKS[audience]
    addresses = walk(country, had)
    assert set(addresses) == names(audience), "a page has no address here, or is gone"
    visitor = arrive()
    if persona:
        visitor.sign_in(persona)
        homes = {"claire": "/mes-droits", "brigitte": "/organisme", "henri": "/agents", "jeanne": "/etat"}
        visitor.arrives({**homes, "nolwenn": "/financeur", "soizic": "/employeur"}[persona])
        cookies = {each["name"]: each for each in visitor.page.context.cookies()}
        assert cookies["acquis"]["httpOnly"]
        assert {each["sameSite"] for each in cookies.values()} == {"Lax"}
        assert visitor.page.evaluate("document.cookie") == ""
        kept = visitor.page.evaluate("JSON.stringify([localStorage, sessionStorage])")
        assert not [each["name"] for each in cookies.values() if each["value"] in kept]
    inspector = Inspector(visitor)
    for name, paths in addresses.items():
        for number, path in enumerate(paths):
            inspector.visit(path, f"{name}-{number}", private=bool(persona))
    inspector.conclude()


def test_the_file_of_a_person_opens_for_a_reason(arrive: Callable[..., Visitor], country: Country, had: Lived) -> None:
    marc = arrive()
    marc.sign_in("marc")
    marc.arrives("/agents")
    marc.go(f"/agents/personnes/{country.persons['claire']}")
    assert marc.path == "/agents"
    marc.type("Pourquoi", "Appel du titulaire, dossier en retard")
    marc.type("Nom", "Vasseur")
    marc.press("Rechercher")
    marc.reads("Claire Vasseur")
    inspector = Inspector(marc)
    inspector.look("what was found", "staff-found")
    inspector.visit(f"/agents/personnes/{country.persons['claire']}", "staff-person", private=True)
    inspector.visit(f"/agents/personnes/{country.persons['claire']}/reunir", "staff-join", private=True)
    inspector.visit(f"/agents/personnes/{country.persons['claire']}/numero", "staff-nir", private=True)
    inspector.visit(f"/agents/personnes/{country.persons['claire']}/numero", "staff-nir", private=True)
    inspector.visit(f"/agents/personnes/{had.shared_by}/partager", "staff-split-form", private=True)
    inspector.visit(f"/agents/identites/partages/{had.split}", "staff-split-agent", private=True)
    inspector.visit(f"/agents/personnes/{country.persons['claire']}/droits", "staff-granting-agent", private=True)
    failing = f"/agents/inscriptions/{had.purchases['in training']}/defaillance"
    inspector.visit(failing, "staff-fail-agent", private=True)
    inspector.visit(f"/agents/organismes/{country.body_id}/arret", "staff-stop-form", private=True)
    inspector.visit("/agents/identites", "staff-identities-agent", private=True)
    for name, doubt in had.doubts.items():
        inspector.visit(f"/agents/identites/{doubt}", f"staff-identity-{name}", private=True)
    inspector.visit(f"/agents/identites/reunions/{had.joining}", "staff-joining-agent", private=True)
    inspector.conclude()


def test_the_pages_of_the_stand_ins_too(arrive: Callable[..., Visitor], country: Country, had: Lived) -> None:
    visitor = arrive()
    visitor.go("/connexion")
    visitor.press("S’identifier avec FranceConnect+")
    visitor.reads("Qui êtes-vous ?")
    inspector = Inspector(visitor)
    inspector.look("FranceConnect+", "stand-in-franceconnect")
    visitor.go("/connexion")
    visitor.press("S’identifier avec ProConnect")
    visitor.reads("Qui êtes-vous ?", "Fatou Sarr")
    inspector.look("ProConnect", "stand-in-proconnect")
    url = treasury.open_hosted_page(
        collection_id=had.collection, by=lived.holder(country, "claire").actor, at=lived.BEGIN
    )
    visitor.page.goto(url)
    inspector.look("the card", "stand-in-card")
    visitor.press("Payer")
    visitor.reads("corrigez ce qui suit")
    inspector.look("the card with errors", "stand-in-card-errors")
    visitor.type("Numéro de carte", GOOD_CARD.number)
    visitor.type("Date de fin", "09/39")
    visitor.type("Code au dos", "123")
    visitor.press("Payer")
    visitor.reads("Votre banque vérifie")
    inspector.look("the bank", "stand-in-bank")
    inspector.conclude()
