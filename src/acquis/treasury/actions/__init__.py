"""What may be done with money collected and paid."""

from .approve_payouts import approve_payouts
from .ask_outcome import OUTCOMES, ask_outcome
from .begin_collection import begin_collection
from .contest_collection import contest_collection
from .deposit_invoice import deposit_invoice
from .discard_payouts import discard_payouts
from .expect_transfer import expect_transfer
from .expire_collection import expire_collection
from .forget_transfer import forget_transfer
from .hear_refund import hear_come_back, hear_refund
from .issue_credit_note import issue_credit_note
from .issue_invoice import issue_invoice
from .mark_paid import mark_paid
from .mend_refund import note_refund, retry_refund, settle_excess
from .note_hosted_page import note_hosted_page
from .note_refund_sent import note_refund_sent
from .open_hosted_page import open_hosted_page
from .prepare_payouts import prepare_payouts
from .record_outcome import record_outcome
from .record_refund import record_refund
from .refund import refund
from .refuse_refund import refuse_refund
from .retry_account import retry_account
from .return_payout import return_payout
from .settle_entry import settle_entry
from .take_bank_file import MOST_BYTES, take_bank_file
from .withhold import release, withhold

__all__ = [
    "MOST_BYTES",
    "OUTCOMES",
    "approve_payouts",
    "ask_outcome",
    "begin_collection",
    "contest_collection",
    "deposit_invoice",
    "discard_payouts",
    "expect_transfer",
    "expire_collection",
    "forget_transfer",
    "hear_come_back",
    "hear_refund",
    "issue_credit_note",
    "issue_invoice",
    "mark_paid",
    "note_hosted_page",
    "note_refund",
    "note_refund_sent",
    "open_hosted_page",
    "prepare_payouts",
    "record_outcome",
    "record_refund",
    "refund",
    "refuse_refund",
    "release",
    "retry_account",
    "retry_refund",
    "return_payout",
    "settle_entry",
    "settle_excess",
    "take_bank_file",
    "withhold",
]
