"""Addresses of the training body's pages."""

from acquis.web.door import route

from . import draft_parts, drafts, enrolment, enrolments, hearings, offers, payments, personal_offer, requests, reviews

DRAFT = "organisme/offres/brouillons/<uuid:draft_id>"
OFFER = "organisme/offres/<uuid:training_id>"
ONE = "organisme/inscriptions/<uuid:enrolment_id>"

urlpatterns = [
    route("organisme", get=requests.show, name="provider"),
    route("organisme/inscriptions", get=enrolments.show, name="provider-enrolments"),
    route(f"{ONE}/entree-par-erreur", get=hearings.undo_entry, post=hearings.ask_undo, name="provider-undo-entry"),
    route(f"{ONE}/dossiers/<uuid:hearing_id>", get=hearings.one, name="provider-hearing"),
    route(f"{ONE}/dossiers/<uuid:hearing_id>/repondre", post=hearings.reply, name="provider-hearing-reply"),
    route(f"{ONE}/dossiers/<uuid:hearing_id>/retirer", post=hearings.withdraw, name="provider-hearing-withdraw"),
    route(
        f"{ONE}/dossiers/<uuid:hearing_id>/pieces/<uuid:exhibit_id>",
        get=hearings.exhibit,
        name="provider-hearing-exhibit",
    ),
    route(f"{ONE}/dates", post=hearings.propose, name="provider-propose-dates"),
    route(f"{ONE}/dates/<uuid:rescheduling_id>", post=hearings.answer, name="provider-answer-dates"),
    route("organisme/inscriptions.csv", get=enrolments.export, name="provider-enrolments-csv"),
    route(ONE, get=enrolment.show, name="provider-enrolment"),
    route(f"{ONE}/accuser-reception", post=enrolment.acknowledge, name="provider-acknowledge"),
    route(f"{ONE}/accepter", post=enrolment.accept, name="provider-accept"),
    route(f"{ONE}/adapter", post=personal_offer.propose, name="provider-adapt"),
    route(f"{ONE}/refuser", post=enrolment.decline, name="provider-decline"),
    route(f"{ONE}/annuler", post=enrolment.cancel, name="provider-cancel"),
    route(f"{ONE}/absence", post=enrolment.no_show, name="provider-no-show"),
    route(f"{ONE}/entree", post=enrolment.declare_entry, name="provider-entry"),
    route(f"{ONE}/sortie", post=enrolment.declare_exit, name="provider-exit"),
    route(f"{ONE}/service", post=enrolment.declare_service, name="provider-service"),
    route("organisme/paiements", get=payments.show, name="provider-payments"),
    route("organisme/paiements/compte", post=payments.propose_bank_account, name="provider-bank-account"),
    route("organisme/paiements/tva", post=payments.declare_vat, name="provider-vat"),
    route("organisme/factures/<uuid:invoice_id>", get=payments.invoice, name="provider-invoice"),
    route("organisme/avis", get=reviews.show, name="provider-reviews"),
    route("organisme/avis/<uuid:review_id>", get=reviews.one, post=reviews.reply, name="provider-review"),
    route("organisme/offres", get=offers.show, post=offers.upload, name="provider-offers"),
    route("organisme/offres/nouvelle", get=drafts.new, post=drafts.begin, name="provider-new-offer"),
    route(DRAFT, get=drafts.show, name="provider-draft"),
    route(f"{DRAFT}/formation", get=drafts.training, post=drafts.write_training, name="provider-draft-training"),
    route(f"{DRAFT}/action", get=draft_parts.action, post=draft_parts.write_action, name="provider-draft-action"),
    route(f"{DRAFT}/action/retirer", post=draft_parts.remove_action, name="provider-draft-remove-action"),
    route(f"{DRAFT}/sessions", get=draft_parts.session, post=draft_parts.write_session, name="provider-draft-session"),
    route(f"{DRAFT}/sessions/retirer", post=draft_parts.remove_session, name="provider-draft-remove-session"),
    route(f"{DRAFT}/apercu", get=drafts.preview, name="provider-draft-preview"),
    route(f"{DRAFT}/soumettre", post=drafts.submit, name="provider-draft-submit"),
    route(f"{DRAFT}/abandonner", post=drafts.discard, name="provider-draft-discard"),
    route(f"{OFFER}/modifier", post=drafts.change, name="provider-offer-change"),
    route(f"{OFFER}/retirer", post=drafts.withdraw, name="provider-offer-withdraw"),
    route(f"{OFFER}/remettre", post=drafts.restore, name="provider-offer-restore"),
    route(f"{OFFER}/historique", get=drafts.history, name="provider-offer-history"),
    route("organisme/offres/imports/<uuid:report_id>", get=offers.report, name="provider-report"),
]
