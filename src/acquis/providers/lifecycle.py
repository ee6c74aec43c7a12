"""The lives of a training body and of its bank accounts, as tables."""

from acquis.kit.lifecycle import Lifecycle, Move

from .types import Act, BankAct, BankState, ProviderState, Refusal

_LISTED, _REFERENCED = ProviderState.LISTED, ProviderState.REFERENCED
_SUSPENDED, _DELISTED = ProviderState.SUSPENDED, ProviderState.DELISTED

PROVIDER = Lifecycle(
    {
        Act.REFERENCE: Move(frozenset({_LISTED, _DELISTED}), _REFERENCED),
        Act.SUSPEND: Move(frozenset({_REFERENCED}), _SUSPENDED),
        Act.RESTORE: Move(frozenset({_SUSPENDED}), _REFERENCED),
        Act.DELIST: Move(frozenset({_LISTED, _REFERENCED, _SUSPENDED}), _DELISTED),
    },
    refusal=Refusal.NOT_IN_THIS_STATE,
)

BANK_ACCOUNT = Lifecycle(
    {
        BankAct.APPROVE: Move(frozenset({BankState.PROPOSED}), BankState.ACTIVE),
        BankAct.DECLINE: Move(frozenset({BankState.PROPOSED}), BankState.DECLINED),
        BankAct.REPLACE: Move(frozenset({BankState.PROPOSED, BankState.ACTIVE}), BankState.REPLACED),
        # Until it is used, whoever knows the former account says that the change is not theirs.
        BankAct.CONTEST: Move(frozenset({BankState.PROPOSED, BankState.ACTIVE}), BankState.CONTESTED),
        BankAct.PUT_BACK: Move(frozenset({BankState.REPLACED}), BankState.ACTIVE),
    },
    refusal=Refusal.NOT_IN_THIS_STATE,
)
