"""What officers found hits to be."""

STATEMENTS = (
    """
    CREATE TABLE dispositions (
        id {serial},
        customer {text} NOT NULL REFERENCES customers (ref),
        party {text} NOT NULL,
        source {text} NOT NULL,
        entity {text} NOT NULL,
        kind {text} NOT NULL,
        reason {text} NOT NULL,
        author {text} NOT NULL,
        fingerprint {text} NOT NULL,
        decided_at {text} NOT NULL
    )
    """,
    "CREATE INDEX dispositions_of_customer ON dispositions (customer, id)",
)
