"""The audit trail: a chain of hashes, and beside it the end of the chain as it should be."""

STATEMENTS = (
    """
    CREATE TABLE audit_events (
        seq BIGINT NOT NULL PRIMARY KEY,
        at {text} NOT NULL,
        kind {text} NOT NULL,
        actor {text} NOT NULL,
        subject {text} NOT NULL,
        detail {text} NOT NULL,
        previous_hash {text} NOT NULL,
        hash {text} NOT NULL
    )
    """,
    # Without it, the last events could be cut off and the rest would still be a sound chain.
    """
    CREATE TABLE audit_head (
        one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
        seq BIGINT NOT NULL,
        hash {text} NOT NULL
    )
    """,
    "INSERT INTO audit_head (one, seq, hash) VALUES (1, 0, '')",
)
