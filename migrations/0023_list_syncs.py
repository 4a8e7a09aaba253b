"""Lists fetched from their publishers: who is fetching which until when, what the publisher called the version that was
last fetched, and every attempt with its outcome.
"""

STATEMENTS = (
    """
    CREATE TABLE list_syncs (
        source {text} NOT NULL PRIMARY KEY,
        lease_owner {text},
        lease_since {text},
        lease_until {text},
        sha256 {text},
        reading {text},
        fetched_at {text},
        validators {text}
    )
    """,
    """
    CREATE TABLE list_attempts (
        id {serial},
        source {text} NOT NULL,
        at {text} NOT NULL,
        good INTEGER NOT NULL,
        outcome {text} NOT NULL,
        http_status INTEGER,
        bytes BIGINT NOT NULL,
        etag {text},
        tries INTEGER NOT NULL,
        duration_ms BIGINT NOT NULL,
        reason_zh {text} NOT NULL,
        reason_en {text} NOT NULL,
        actor {text} NOT NULL
    )
    """,
    "CREATE INDEX list_attempts_of_source ON list_attempts (source, id)",
    "CREATE INDEX list_attempts_good ON list_attempts (source, good, id)",
)

# As in 0009_append_only, which says why.
SQLITE = (
    *(
        f"""
        CREATE TRIGGER list_attempts_no_{verb} BEFORE {verb.upper()} ON list_attempts
        BEGIN SELECT RAISE(ABORT, 'append-only: list_attempts'); END
        """
        for verb in ("update", "delete")
    ),
    """
    CREATE TRIGGER list_attempts_no_replace_1 BEFORE INSERT ON list_attempts
    WHEN EXISTS (SELECT 1 FROM list_attempts WHERE id = NEW.id)
    BEGIN SELECT RAISE(ABORT, 'exists already: list_attempts'); END
    """,
)

POSTGRESQL = (
    """
    CREATE TRIGGER list_attempts_append_only BEFORE UPDATE OR DELETE ON list_attempts
    FOR EACH ROW EXECUTE FUNCTION append_only()
    """,
    """
    CREATE TRIGGER list_attempts_no_truncate BEFORE TRUNCATE ON list_attempts
    FOR EACH STATEMENT EXECUTE FUNCTION append_only()
    """,
)
