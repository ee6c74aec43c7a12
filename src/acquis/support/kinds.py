"""Every message there is: to holders, to training bodies, and to all who manage one."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """What a message tells; its words are the pages' own, its figures are in `values`."""

    RIGHTS_CREDITED = "rights_credited"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    CONFIRMED = "confirmed"
    CONFIRM_TODAY = "confirm_today"
    UNANSWERED = "unanswered"
    UNCONFIRMED = "unconfirmed"
    CANCELLED_BY_BODY = "cancelled_by_body"
    CANCELLED_BY_OPERATOR = "cancelled_by_operator"
    OTHER_DATES = "other_dates"
    HEARING_OPENED = "hearing_opened"
    HEARING_DECIDED = "hearing_decided"
    REFUNDED = "refunded"
    PAID = "paid"
    REQUEST_ASKED = "request_asked"
    REQUEST_ANSWERED = "request_answered"
    NEW_OFFERS = "new_offers"
    REVIEW_PUBLISHED = "review_published"
    REVIEW_REFUSED = "review_refused"
    REVIEW_REPLIED = "review_replied"
    SIGN_PRESENCE = "sign_presence"
    RATE_DIFFERS = "rate_differs"
    FAILURE_DECLARED = "told_failure_declared"
    HEARING_STATED = "hearing_stated"
    HEARING_DUE = "hearing_due"
    REFUND_REFUSED = "told_refund_refused"
    REFUND_NOTED = "told_refund_noted"
    SERVICE_DECLARED = "told_service_declared"
    NO_SHOW = "told_no_show"
    DATES_ANSWERED = "dates_answered"
    ACCOUNT_CHANGED = "account_changed"
    AID_GRANTED = "told_aid_granted"
    AID_REFUSED = "told_aid_refused"
    AID_DOCUMENT = "told_aid_document"
    AID_WRITTEN = "told_aid_written"
    #: To training bodies.
    BODY_REQUESTED = "body_requested"
    BODY_ANSWER_TODAY = "body_answer_today"
    BODY_CONFIRMED = "body_confirmed"
    BODY_ENDED = "body_ended"
    BODY_OTHER_DATES = "body_other_dates"
    BODY_DATES_ANSWERED = "body_dates_answered"
    BODY_HEARING_OPENED = "body_hearing_opened"
    BODY_HEARING_STATED = "body_hearing_stated"
    BODY_HEARING_DUE = "body_hearing_due"
    BODY_HEARING_DECIDED = "body_hearing_decided"
    BODY_FAILURE = "body_failure"
    BODY_INVOICED = "body_invoiced"
    BODY_CREDITED = "body_credited"
    BODY_PAID = "body_paid"
    BODY_RETURNED = "body_returned"
    BODY_STOPPED = "body_stopped"
    BODY_LEFT_TO_SAY = "body_left_to_say"
    BODY_ACCOUNT_PROPOSED = "body_account_proposed"
    BODY_ACCOUNT_APPROVED = "body_account_approved"
    BODY_ACCOUNT_DECLINED = "body_account_declined"
    BODY_ACCOUNT_CONTESTED = "body_account_contested"


#: What every manager of a body is told, and those who were lately: whoever changes where it is paid may have changed
#: who is told of it.
TO_ALL_MANAGERS = frozenset(
    {
        Kind.BODY_STOPPED,
        Kind.BODY_ACCOUNT_PROPOSED,
        Kind.BODY_ACCOUNT_APPROVED,
        Kind.BODY_ACCOUNT_DECLINED,
        Kind.BODY_ACCOUNT_CONTESTED,
    }
)
