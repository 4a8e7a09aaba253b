"""Names: scripts, Han, romanisations, legal forms; a name as written to its comparable forms."""
