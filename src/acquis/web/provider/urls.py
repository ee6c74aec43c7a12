"""Addresses of the training body's pages."""

from acquis.web.door import route

from . import enrolment, enrolments, offers, payments, requests, reviews

ONE = "organisme/inscriptions/<uuid:enrolment_id>"

urlpatterns = [
    route("organisme", get=requests.show, name="provider"),
    route("organisme/inscriptions", get=enrolments.show, name="provider-enrolments"),
    route("organisme/inscriptions.csv", get=enrolments.export, name="provider-enrolments-csv"),
    route(ONE, get=enrolment.show, name="provider-enrolment"),
    route(f"{ONE}/accuser-reception", post=enrolment.acknowledge, name="provider-acknowledge"),
    route(f"{ONE}/accepter", post=enrolment.accept, name="provider-accept"),
    route(f"{ONE}/refuser", post=enrolment.decline, name="provider-decline"),
    route(f"{ONE}/annuler", post=enrolment.cancel, name="provider-cancel"),
    route(f"{ONE}/absence", post=enrolment.no_show, name="provider-no-show"),
    route(f"{ONE}/entree", post=enrolment.declare_entry, name="provider-entry"),
    route(f"{ONE}/sortie", post=enrolment.declare_exit, name="provider-exit"),
    route(f"{ONE}/service", post=enrolment.declare_service, name="provider-service"),
    route("organisme/paiements", get=payments.show, name="provider-payments"),
    route("organisme/paiements/compte", post=payments.propose_bank_account, name="provider-bank-account"),
    route("organisme/avis", get=reviews.show, name="provider-reviews"),
    route("organisme/avis/<uuid:review_id>", get=reviews.one, post=reviews.reply, name="provider-review"),
    route("organisme/offres", get=offers.show, post=offers.upload, name="provider-offers"),
    route("organisme/offres/imports/<uuid:report_id>", get=offers.report, name="provider-report"),
]
