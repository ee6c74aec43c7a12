"""Addresses of the training body's pages."""

from acquis.web.door import route

from . import (
    attendance,
    attendance_record,
    draft_parts,
    drafts,
    enrolment,
    enrolments,
    half_day,
    offers,
    payments,
    personal_offer,
    requests,
    reviews,
)

DRAFT = "organisme/offres/brouillons/<uuid:draft_id>"
OFFER = "organisme/offres/<uuid:training_id>"
ONE = "organisme/inscriptions/<uuid:enrolment_id>"
GROUP = "organisme/emargement/sessions/<uuid:session_id>"
HALF_DAY = "organisme/emargement/<uuid:half_day_id>"

urlpatterns = [
    route("organisme", get=requests.show, name="provider"),
    route("organisme/inscriptions", get=enrolments.show, name="provider-enrolments"),
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
    route(f"{ONE}/assiduite", get=attendance_record.show, name="provider-record"),
    route(f"{ONE}/assiduite.csv", get=attendance_record.as_csv, name="provider-record-csv"),
    route(f"{ONE}/assiduite.pdf", post=attendance_record.issue, name="provider-record-pdf"),
    route("organisme/emargement", get=attendance.show, name="provider-attendance"),
    route(GROUP, get=attendance.session, post=attendance.plan, name="provider-session"),
    route(f"{GROUP}/regle", post=attendance.plan_by_rule, name="provider-plan-rule"),
    route(f"{GROUP}/fichier", post=attendance.plan_by_file, name="provider-plan-file"),
    route(f"{GROUP}/connexions", post=attendance.connections_by_file, name="provider-connections-file"),
    route("organisme/emargement/feuilles/<uuid:scan_id>", get=half_day.scan, name="provider-scan"),
    route(HALF_DAY, get=half_day.show, name="provider-half-day"),
    route(f"{HALF_DAY}/code", get=half_day.show_code, name="provider-code"),
    route(f"{HALF_DAY}/ouvrir", post=half_day.open_it, name="provider-open"),
    route(f"{HALF_DAY}/signer", post=half_day.confirm, name="provider-sign"),
    route(f"{HALF_DAY}/connexions", post=half_day.connect, name="provider-connections"),
    route(f"{HALF_DAY}/corriger", post=half_day.correct, name="provider-correct"),
    route(f"{HALF_DAY}/changer", post=half_day.change, name="provider-half-day-change"),
    route(f"{HALF_DAY}/annuler", post=half_day.cancel, name="provider-half-day-cancel"),
    route(f"{HALF_DAY}/formateur", post=half_day.name_trainer, name="provider-trainer"),
    route("organisme/paiements", get=payments.show, name="provider-payments"),
    route("organisme/paiements/compte", post=payments.propose_bank_account, name="provider-bank-account"),
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
