"""Addresses of the holder's pages."""

from acquis.web.door import route

from . import (
    buy,
    confirm,
    enrolment,
    enrolments,
    messages,
    new_request,
    payment,
    readings,
    requests,
    rights,
    statement,
    statement_paper,
    why,
)

urlpatterns = [
    route("mes-droits", get=rights.show, name="rights"),
    route("mes-droits/releve", get=statement.show, name="statement"),
    route("mes-droits/releve.csv", get=statement.as_csv, name="statement-csv"),
    route("mes-droits/releve.pdf", post=statement_paper.issue, name="statement-pdf"),
    route("mes-demandes", get=requests.show, name="requests"),
    route("mes-demandes/nouvelle", get=new_request.show, post=new_request.go_on, name="new-request"),
    route("mes-demandes/<uuid:inquiry_id>", get=requests.one, name="request"),
    route("mes-demandes/<uuid:inquiry_id>/repondre", post=requests.reply, name="request-reply"),
    route("mes-demandes/<uuid:inquiry_id>/abandonner", post=requests.withdraw, name="request-withdraw"),
    route("mes-demandes/<uuid:inquiry_id>/clore", post=requests.close, name="request-close"),
    route("mes-demandes/<uuid:inquiry_id>/pieces/<uuid:proof_id>", get=requests.proof, name="request-proof"),
    route("mes-messages", get=messages.show, name="messages"),
    route("mes-messages/lus", post=messages.mark_read, name="messages-read"),
    route("mes-messages/preferences", post=messages.prefer, name="messages-ways"),
    route("mes-droits/pourquoi/<int:year>", get=why.show, name="why"),
    route("mes-droits/consultations", get=readings.show, name="readings"),
    route("acheter/<uuid:session_id>", get=buy.show, post=buy.ask, name="buy"),
    route("mes-inscriptions", get=enrolments.show, name="enrolments"),
    route("mes-inscriptions/<uuid:enrolment_id>", get=enrolment.show, name="enrolment"),
    route("mes-inscriptions/<uuid:enrolment_id>/abandonner", post=enrolment.abandon, name="abandon"),
    route("mes-inscriptions/<uuid:enrolment_id>/se-retracter", post=enrolment.withdraw, name="withdraw"),
    route("mes-inscriptions/<uuid:enrolment_id>/annuler", post=enrolment.cancel, name="cancel"),
    route("mes-inscriptions/<uuid:enrolment_id>/identite", post=confirm.prove, name="prove"),
    route("mes-inscriptions/<uuid:enrolment_id>/confirmer", get=confirm.show, post=confirm.confirm, name="confirm"),
    route("paiement/<uuid:collection_id>", get=payment.show, post=payment.go, name="payment"),
    route("paiement/retour/<uuid:collection_id>", get=payment.back, post=payment.look_again, name="payment-back"),
]
