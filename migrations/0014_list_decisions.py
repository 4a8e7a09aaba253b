"""What was kept out is decided by a second person: who imported each version, what was decided, what changed in it.

``snapshots.author`` is who imported the version; of those imported before it is taken from the audit trail, where the
event has the very same time. ``list_decisions`` is appended, never edited, one for a version at most. ``list_deltas``
and ``list_changes`` keep the differences between two contents, so that nobody has to compare whole lists to see them.
"""

STATEMENTS = (
    "ALTER TABLE snapshots ADD COLUMN author {text}",
    """
    UPDATE snapshots SET author = (
        SELECT min(e.actor) FROM audit_events e WHERE e.subject = snapshots.source AND e.at = snapshots.created_at
            AND e.kind IN ('list_imported', 'list_confirmed', 'list_quarantined'))
    """,
    """
    CREATE TABLE list_decisions (
        id {serial},
        snapshot BIGINT NOT NULL UNIQUE REFERENCES snapshots (id),
        source {text} NOT NULL,
        verdict {text} NOT NULL,
        author {text} NOT NULL,
        reason {text} NOT NULL,
        decided_at {text} NOT NULL
    )
    """,
    """
    CREATE TABLE list_deltas (
        before {text} NOT NULL,
        after {text} NOT NULL,
        added INTEGER NOT NULL,
        changed INTEGER NOT NULL,
        removed INTEGER NOT NULL,
        PRIMARY KEY (before, after)
    )
    """,
    """
    CREATE TABLE list_changes (
        before {text} NOT NULL,
        after {text} NOT NULL,
        n INTEGER NOT NULL,
        kind {text} NOT NULL,
        entity {text} NOT NULL,
        name {text} NOT NULL,
        fields {text} NOT NULL,
        PRIMARY KEY (before, after, n)
    )
    """,
    "CREATE INDEX list_changes_of_kind ON list_changes (before, after, kind, n)",
)

SQLITE = (
    *(
        f"""
        CREATE TRIGGER list_decisions_no_{verb} BEFORE {verb.upper()} ON list_decisions
        BEGIN SELECT RAISE(ABORT, 'append-only: list_decisions'); END
        """
        for verb in ("update", "delete")
    ),
    """
    CREATE TRIGGER list_decisions_no_replace_1 BEFORE INSERT ON list_decisions
    WHEN EXISTS (SELECT 1 FROM list_decisions WHERE id = NEW.id OR snapshot = NEW.snapshot)
    BEGIN SELECT RAISE(ABORT, 'exists already: list_decisions'); END
    """,
)

POSTGRESQL = (
    """
    CREATE TRIGGER list_decisions_append_only BEFORE UPDATE OR DELETE ON list_decisions
    FOR EACH ROW EXECUTE FUNCTION append_only()
    """,
    """
    CREATE TRIGGER list_decisions_no_truncate BEFORE TRUNCATE ON list_decisions
    FOR EACH STATEMENT EXECUTE FUNCTION append_only()
    """,
)
