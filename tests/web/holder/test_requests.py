"""From a line of the statement to the answer, without a script, on both sides; and the messages on the way."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests import scenes
from tests.support.scenes import answered, opened
from tests.web.holder.test_rights import credited
from tests.web.visiting import signed_in, words

from acquis.accounts import queries as accounts
from acquis.journal.reads import reads_about
from acquis.support import models, queries
from acquis.support.types import State

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

NEW = "/mes-demandes/nouvelle"


def hidden(response: object) -> dict[str, str]:
    """The hidden fields of the page's form."""
    text = response.content.decode()  # type: ignore[attr-defined]
    main = text[text.index('<main id="main"') :]
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', main))


def test_from_a_line_to_its_answer() -> None:
    holder = credited({2025: "803.5"})
    client, staff = signed_in(holder.actor), signed_in(scenes.STAFF)
    (line,) = accounts.statement(holder.account_id)
    first = client.get(f"{NEW}?ligne={line.id}")
    assert "Le temps de travail compté n’est pas le bon" in words(first)
    assert "Une somme prise ou rendue" not in words(first)
    second = client.get(NEW, {**hidden(first), "sujet": "hours"})
    refused = client.post(NEW, {**hidden(second), "annee": "2025", "said": " "})
    assert refused.status_code == 422
    assert "Écrivez quelques mots" in words(refused)
    third = client.post(NEW, {**hidden(second), "annee": "2025", "employer": "Petit", "said": "À temps plein !"})
    assert "30 jours au plus" in words(third)
    proof = SimpleUploadedFile("paie.pdf", b"%PDF-1.7 x %%EOF", content_type="text/html")
    last = {**hidden(third), "send": "1"}
    sent = client.post(NEW, {**last, "proof": proof})
    inquiry = models.Inquiry.objects.get()
    assert sent["Location"] == f"/mes-demandes/{inquiry.id}"
    assert (inquiry.year, inquiry.line, inquiry.employer) == (2025, line.reference, "Petit")
    # Sent again by a hurried finger: the same request.
    client.post(NEW, {**last, "proof": SimpleUploadedFile("paie.pdf", b"%PDF-1.7 x %%EOF")})
    assert models.Inquiry.objects.count() == 1

    page = f"/agents/demandes/{inquiry.id}"
    assert "1 demande" in words(staff.get("/agents/demandes")) or "Une demande" in words(staff.get("/agents/demandes"))
    staff.post(f"{page}/prendre")
    assert "À temps plein !" in words(staff.get(page))
    empty = staff.post(f"{page}/demander", {"said-ask": ""})
    assert empty.status_code == 422
    staff.post(f"{page}/demander", {"said-ask": "Quel mois ?"})
    assert "À vous de répondre" in words(client.get(f"/mes-demandes/{inquiry.id}"))
    client.post(f"/mes-demandes/{inquiry.id}/repondre", {"said": "Mai."})
    staff.post(f"{page}/transmettre", {"said-relay": "Merci de vérifier mai."})
    assert "Votre employeur vérifie" in words(client.get(f"/mes-demandes/{inquiry.id}"))
    nothing = staff.post(f"{page}/repondre", {"said-answer": "Corrigé."})
    assert nothing.status_code == 422
    staff.post(f"{page}/repondre", {"outcome": "corrected", "said-answer": "C’est corrigé."})
    said = words(client.get(f"/mes-demandes/{inquiry.id}"))
    assert "Résultat : Corrigé" in said
    assert "C’est corrigé." in said
    assert "2 messages à lire" in words(client.get("/mes-messages"))
    client.post("/mes-messages/lus")
    assert "à lire" not in words(client.get("/mes-messages"))
    client.post(f"/mes-demandes/{inquiry.id}/clore")
    assert queries.inquiry(inquiry.id, by=holder.actor).row.state is State.CLOSED
    assert "request" in {read.what for read in reads_about(holder.person_id)}
    assert "votre demande de correction" in words(client.get("/mes-droits/consultations"))


def test_a_file_that_is_no_proof_is_refused_beside_its_field_and_nothing_typed_is_lost() -> None:
    client = signed_in(scenes.a_holder().actor)
    second = client.get(NEW, {"sujet": "other"})
    third = client.post(NEW, {**hidden(second), "said": "Voici."})
    bad = SimpleUploadedFile("x.pdf", b"MZ not a paper", content_type="application/pdf")
    again = client.post(NEW, {**hidden(third), "send": "1", "proof": bad})
    assert again.status_code == 422
    assert "ni un PDF, ni une image" in words(again)
    assert hidden(again)["said"] == "Voici."


def test_nobody_reads_another_s_request() -> None:
    holder, other = scenes.a_holder(), scenes.a_holder()
    inquiry_id = opened(holder)
    assert signed_in(other.actor).get(f"/mes-demandes/{inquiry_id}").status_code == 404
    assert signed_in(scenes.FINANCE).get(f"/agents/demandes/{inquiry_id}").status_code == 404
    assert signed_in(scenes.FINANCE).get("/agents/demandes").status_code == 404
    assert signed_in(other.actor).post(f"/mes-demandes/{inquiry_id}/abandonner").status_code == 404


def test_a_proof_is_saved_and_never_shown() -> None:
    holder = scenes.a_holder()
    client = signed_in(holder.actor)
    third = client.post(NEW, {**hidden(client.get(NEW, {"sujet": "other"})), "said": "Voici."})
    client.post(NEW, {**hidden(third), "send": "1", "proof": SimpleUploadedFile('é "x".pdf', b"%PDF-1.7 x %%EOF")})
    inquiry, proof = models.Inquiry.objects.get(), models.Proof.objects.get()
    answer = client.get(f"/mes-demandes/{inquiry.id}/pieces/{proof.id}")
    assert answer.content == b"%PDF-1.7 x %%EOF"
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_wishes_and_contact_are_kept_and_errors_keep_what_was_typed() -> None:
    holder = scenes.a_holder()
    client = signed_in(holder.actor)
    wrong = client.post("/mes-messages/preferences", {"email": "camille", "phone": "06 12 34 56 78", "by_text": "1"})
    assert wrong.status_code == 422
    assert 'value="camille"' in wrong.content.decode()
    client.post("/mes-messages/preferences", {"email": "c@example.org", "phone": "06 12 34 56 78", "by_text": "1"})
    wishes = queries.wishes_of(holder.person_id)
    assert (wishes.email, wishes.text) == (False, True)
    assert "+33612345678" in client.get("/mes-messages").content.decode()


def test_the_demonstration_shows_what_left() -> None:
    holder = scenes.a_holder()
    answered(holder)
    said = words(signed_in(holder.actor).get("/demo/messages"))
    assert "Nous vous avons répondu" in said
