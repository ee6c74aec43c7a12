"""Addresses of the holder's pages."""

from acquis.web.door import route

from . import buy, confirm, enrolment, enrolments, payment, readings, rights, why

urlpatterns = [
    route("mes-droits", get=rights.show, name="rights"),
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
