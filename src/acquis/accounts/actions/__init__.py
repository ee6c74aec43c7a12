"""What may be done with an account."""

from .annul_low_qualification import annul_low_qualification
from .answer_death import answer_death
from .approve_grant import approve_grant
from .ask_endowment import ask_endowment
from .cancel_returned import cancel_returned
from .check_project_paper import check_project_paper
from .close import close
from .convert_euros_to_hours import convert_euros_to_hours
from .convert_hours_to_euros import convert_hours_to_euros
from .convert_old_hours import convert_old_hours
from .convert_points import convert_points
from .credit_columns import credit_columns
from .credit_elected import credit_elected
from .credit_engagement import credit_engagement
from .credit_hours import credit_hours
from .credit_service import credit_service
from .credit_years import credit_years
from .decide_disability_proof import decide_disability_proof
from .declare_low_qualification import declare_low_qualification
from .declare_mandate import declare_mandate
from .decline_grant import decline_grant
from .end_low_qualification import end_low_qualification
from .end_mandate import end_mandate
from .end_rights import end_rights
from .endow_accident import endow_accident
from .escheat import escheat
from .freeze import freeze
from .gather_joined import gather_joined
from .grant_unfitness_hours import grant_unfitness_hours
from .hand_over import hand_over
from .hold_counters import hold_counters
from .join_accounts import join_accounts
from .lapse_elected import lapse_elected
from .lapse_purse import lapse_purse
from .note_register import note_register
from .note_risk_rights import note_risk_rights
from .open_account import open_account
from .open_accounts import open_accounts
from .open_promised import open_promised
from .open_purse import open_purse
from .part_accounts import part_accounts
from .propose_grant import propose_grant
from .receive_agreement import receive_agreement
from .receive_corrective import receive_corrective
from .receive_deaths import receive_deaths
from .receive_dismissal import receive_dismissal
from .receive_platform import receive_platform
from .receive_whistleblower import receive_whistleblower
from .record_death import record_death
from .reopen import reopen
from .set_situation import set_situation
from .submit_disability_proof import submit_disability_proof
from .top_up import top_up
from .top_up_many import top_up_many
from .undo_service import undo_service
from .undo_years import undo_years
from .unfreeze import unfreeze
from .use_points import use_points
from .withdraw_grant import withdraw_grant

__all__ = [
    "annul_low_qualification",
    "answer_death",
    "approve_grant",
    "ask_endowment",
    "cancel_returned",
    "check_project_paper",
    "close",
    "convert_euros_to_hours",
    "convert_hours_to_euros",
    "convert_old_hours",
    "convert_points",
    "credit_columns",
    "credit_elected",
    "credit_engagement",
    "credit_hours",
    "credit_service",
    "credit_years",
    "decide_disability_proof",
    "declare_low_qualification",
    "declare_mandate",
    "decline_grant",
    "end_low_qualification",
    "end_mandate",
    "end_rights",
    "endow_accident",
    "escheat",
    "freeze",
    "gather_joined",
    "grant_unfitness_hours",
    "hand_over",
    "hold_counters",
    "join_accounts",
    "lapse_elected",
    "lapse_purse",
    "note_register",
    "note_risk_rights",
    "open_account",
    "open_accounts",
    "open_promised",
    "open_purse",
    "part_accounts",
    "propose_grant",
    "receive_agreement",
    "receive_corrective",
    "receive_deaths",
    "receive_dismissal",
    "receive_platform",
    "receive_whistleblower",
    "record_death",
    "reopen",
    "set_situation",
    "submit_disability_proof",
    "top_up",
    "top_up_many",
    "undo_service",
    "undo_years",
    "unfreeze",
    "use_points",
    "withdraw_grant",
]
