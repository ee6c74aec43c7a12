"""What happened, once, in order; who must hear of it; the audit trail."""
