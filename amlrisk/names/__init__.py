"""A name to its comparable forms: scripts, Han, romanisations, legal forms."""
