"""The law of one day as a typed frozen record, one class per file of `law/`.

Written by `tools/write_law_record.py` from the parameters; do not edit by hand. A field that may be None is a rule
that was not in force on every day since the first one known, or that nobody has fixed yet.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountLaw:
    """The parameters of `law/account.toml`."""

    opening_age: int
    opening_age_apprentices: int
    closing_age: int
    unused_yearly_rights_cancelled: bool
    elected_yearly_cents: int | None
    elected_ceiling_cents: int | None
    elected_hour_most_cents: int | None
    elected_levy_percent: int
    elected_use_after_mandate_months: int
    strong_identity_required: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityLaw:
    """The parameters of `law/activity.toml`."""

    counted_absences: tuple[str, ...]
    commuting_accident_counted: bool
    hourly_minimum_wage_cents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AttendanceLaw:
    """The parameters of `law/attendance.toml`."""

    dropout_tiers: tuple[int, ...]
    provider_default_pays: Literal["prorata", "nothing"]
    deposit_percent: int
    deposit_longer_than_months: int
    late_signature_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CancellationLaw:
    """The parameters of `law/cancellation.toml`."""

    late_cancellation_provider_percent: int
    late_cancellation_third_party: Literal["returned", "lost"]
    late_cancellation_holder_payment: Literal["credit_note", "refunded"]
    conditions_version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversionLaw:
    """The parameters of `law/conversion.toml`."""

    rights_cents_per_hour: int | None
    cec_cents_per_hour: int | None
    hour_cents: int
    half_hour_rounds: Literal["up", "down"]
    hours_conversion_capped: bool | None
    c2p_point_cents: int
    dif_hour_cents: int
    dif_hours_at_most: int
    dif_declared_by: date


@dataclass(frozen=True, slots=True, kw_only=True)
class CountersLaw:
    """The parameters of `law/counters.toml`."""

    dif_declaration_open: bool
    cec_yearly_cents: int
    cec_ceiling_cents: int
    cec_civic_service_months: int
    cec_military_reserve_days: int
    cec_police_reserve_years: int
    cec_police_reserve_vacations: int
    cec_health_reserve_days: int
    cec_apprentice_mentor_months: int
    cec_voluntary_hours: int
    cec_voluntary_hours_in_one_association: int
    cec_association_age_years: int
    cec_voluntary_declared_by: str
    cec_voluntary_confirmed_by: str
    c2p_points_per_quarter: int
    c2p_career_points: int | None
    c2p_no_reserved_points_born_before: date | None
    c2p_reserved_points_older: int
    c2p_reserved_points_younger: int
    c2p_more_reserved_points_born_from: date
    atmp_cents: int
    atmp_incapacity_percent: int
    atmp_service_open_from: date
    atmp_least_balance_cents: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditLaw:
    """The parameters of `law/credit.toml`."""

    half_time_percent: int
    employee_cents: int
    employee_ceiling_cents: int
    reference_hours: int
    reference_days: int
    reference_pay_hours: int
    reference_months: int
    low_qualified_cents: int
    low_qualified_ceiling_cents: int
    low_qualified_below_half_base_cents: int
    oeth_uplift_cents: int
    oeth_ceiling_cents: int
    oeth_and_low_qualified_cents: int
    esat_cents: int
    esat_ceiling_cents: int
    self_employed_cents: int
    self_employed_ceiling_cents: int
    self_employed_first_year: int
    self_employed_prorata_unit: Literal["months", "days"]
    public_agent_hours: int | None
    public_agent_ceiling_hours: int | None
    category_c_hours: int | None
    category_c_ceiling_hours: int | None
    unfitness_prevention_hours: int
    credited_before: str
    amounts_reviewed_every_years: int
    deemed_work_time: tuple[str, ...]
    several_references: Literal["sum_of_ratios_capped"]
    mixed_situations: Literal["most_favourable", "by_period"]
    multi_activity_total: Literal["one_yearly_amount", "added"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DelaysLaw:
    """The parameters of `law/delays.toml`."""

    provider_reply_working_days: int
    provider_reply_with_prerequisites_working_days: int
    holder_confirmation_working_days: int
    earliest_start_nth_working_day: int
    free_cancellation_working_days: int
    entry_declaration_working_days: int
    exit_declaration_working_days: int
    service_validation_working_days: int
    payment_calendar_days: int
    funder_request_working_days: int
    funder_reply_working_days: int
    statement_reply_working_days: int
    hearing_decision_working_days: int
    excuse_request_calendar_days: int
    rescheduling_reply_working_days: int
    withdrawal_days: Literal["14 calendar", "14 working", "11 working"]
    withdrawal_refund_calendar_days: int
    enforcement_notice_months: int | None
    enforcement_opposition_days: int | None
    opposition_extended_to_working_day: bool
    precautionary_freeze_months: int | None
    certifier_transmission_months: int | None
    prevention_provider_months: int | None
    prevention_provider_transitional_months: int | None
    prevention_provider_transition_ends_on: date | None
    prevention_first_month_ends_on: date | None
    prevention_first_month_declared_by: date | None
    prevention_employer_months: int | None
    prevention_employer_transitional_months: int | None
    prevention_employer_transition_ends_on: date | None
    quarter_deadline_on_month_end: bool
    atmp_request_years: int
    correction_answer_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EmployersLaw:
    """The parameters of `law/employers.toml`."""

    corrective_cents: int
    corrective_least_staff: int
    interview_every_years: int
    interview_review_years: int
    interview_agreements_adapted_by: date | None
    corrective_paid_quarters_after_review: int
    corrective_unpaid_surcharge_percent: int
    apc_cents: int
    apc_data_sent_days: int
    whistleblower_most_cents: int | None
    platform_worker_top_up: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FundsLaw:
    """The parameters of `law/funds.toml`."""

    order_of_funds: Literal["own_rights_first", "account_money_first"]
    account_money_kinds: tuple[tuple[str, ...], ...]
    account_money_order: Literal["kind_then_earmarked", "earmarked_then_kind"]
    complements_reduce_rights: bool
    purses_may_be_reserved: bool
    purse_territory: Literal["stored_not_enforced", "by_agreement"]
    france_travail_cap_cents: int | None
    france_travail_silence_accepts: bool | None
    employer_transfer_label: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ParticipationLaw:
    """The parameters of `law/participation.toml`."""

    participation_cents: int
    participation_150_from: date
    participation_2027_cents: int
    participation_included_in_cap_excess: bool
    participation_without_own_rights: bool
    jobseeker_exempt: bool
    exempting_purses: Literal["employer_paid", "voluntary_only", "any_compulsory"]
    exempting_purse_kinds: tuple[str, ...]
    exempting_employer_paid_kinds: tuple[str, ...]
    exempting_other_compulsory_kinds: tuple[str, ...]
    exempting_complement_kinds: tuple[str, ...]
    exemption_needs_consumption: bool
    exempting_money_since: date


@dataclass(frozen=True, slots=True, kw_only=True)
class PassportsLaw:
    """The parameters of `law/passports.toml`."""

    skills_passport_open: Literal["optional", "every_holder"]
    certifier_formal_notice_days: int | None
    certifiers_send_candidates: bool
    prevention_provider_space_from: date | None
    prevention_employer_check_months: int | None
    prevention_employer_check_transitional_months: int | None
    prevention_employer_enters_months: int | None
    prevention_transitional_categories: tuple[str, ...] | None
    prevention_mass_import_by: date | None
    agora_deadlines: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvidersLaw:
    """The parameters of `law/providers.toml`."""

    listing_refused_after_sanction_years: int | None
    registration_procedure_required: bool
    canvassing_fine_person_cents: int | None
    canvassing_fine_company_cents: int | None
    subcontracting_levels: int | None
    subcontracting_most_percent: int | None
    vigilance_from_cents: int
    vigilance_every_months: int
    suspension_most_months: int | None
    activity_declaration_suspension_months: int | None
    payments_suspended_on_request: bool
    grievance_answer_delay: Literal["1 month", "3 weeks", "15 days"]
    appeal_months: int
    assessment_documents_kept_years: int
    canvassing_banned: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PurchaseLaw:
    """The parameters of `law/purchase.toml`."""

    business_creation_eligible: bool
    rs_cap_cents: int | None
    skills_assessment_cap_cents: int | None
    licence_light_cap_cents: int | None
    vae_cap_cents: int | None
    licence_held_refused: bool
    licence_third_party_cents: int | None
    licence_third_party_includes_account_money: bool
    licence_third_party_consumed_first: bool
    assessment_wait_years: int | None
    assessment_rule_on_placed_orders: bool
    assessment_longest_hours: int
    assessment_shortest_hours: int | None
    caps_include_account_money: bool
    already_obtained_refused: bool
    exam_absence_recovery: bool
    max_simultaneous_requests: int | None
    personalised_price_limit: int | None
    all_licences_eligible: bool
    vae_whole_path: bool
    volunteer_training_with_cec: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoveryLaw:
    """The parameters of `law/recovery.toml`."""

    france_competences_served_first: bool | None
    withheld_on_rights: bool | None
    registry_tells_of_opposition_days: int | None
    time_to_pay_allowed: bool | None
    undue_limitation_years: int
    holder_enforcement_order: bool
    fraud_surcharge_percent: tuple[int, ...] | None
    control_look_back_years: int | None
    third_party_escheat_from: date | None
    fund_paid_every: Literal["quarterly", "monthly"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Law:
    """The whole law known on the day `on`."""

    on: date
    account: AccountLaw
    activity: ActivityLaw
    attendance: AttendanceLaw
    cancellation: CancellationLaw
    conversion: ConversionLaw
    counters: CountersLaw
    credit: CreditLaw
    delays: DelaysLaw
    employers: EmployersLaw
    funds: FundsLaw
    participation: ParticipationLaw
    passports: PassportsLaw
    providers: ProvidersLaw
    purchase: PurchaseLaw
    recovery: RecoveryLaw


GROUPS: dict[str, Any] = {
    "account": AccountLaw,
    "activity": ActivityLaw,
    "attendance": AttendanceLaw,
    "cancellation": CancellationLaw,
    "conversion": ConversionLaw,
    "counters": CountersLaw,
    "credit": CreditLaw,
    "delays": DelaysLaw,
    "employers": EmployersLaw,
    "funds": FundsLaw,
    "participation": ParticipationLaw,
    "passports": PassportsLaw,
    "providers": ProvidersLaw,
    "purchase": PurchaseLaw,
    "recovery": RecoveryLaw,
}
