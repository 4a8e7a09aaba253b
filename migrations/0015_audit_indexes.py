"""The audit trail is looked through by kind, person, subject and time, the newest first, page by page."""

STATEMENTS = (
    "CREATE INDEX audit_events_at ON audit_events (at, seq)",
    "CREATE INDEX audit_events_of_kind ON audit_events (kind, at, seq)",
    "CREATE INDEX audit_events_of_actor ON audit_events (actor, at, seq)",
    "CREATE INDEX audit_events_of_subject ON audit_events (subject, at, seq)",
)
