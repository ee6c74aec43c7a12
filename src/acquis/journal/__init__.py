"""What happened, once, in order; who must hear of it; and who looked at whose file."""
