"""Our own relying party for FranceConnect+ and ProConnect; see docs/decisions/2026-11-23-own-relying-party.md."""
