"""Files about an enrolment in which both sides are heard, with their proofs, before an agent decides."""
