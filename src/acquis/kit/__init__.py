"""Technical vocabulary without a trade: money, clock, ids, actor, act, refusal, permission, lifecycle."""
