"""Customers as last heard of, and every version of their facts."""

STATEMENTS = (
    """
    CREATE TABLE facts (
        digest {text} NOT NULL PRIMARY KEY,
        document {bytes} NOT NULL,
        recorded_at {text} NOT NULL
    )
    """,
    """
    CREATE TABLE customers (
        ref {text} NOT NULL PRIMARY KEY,
        kind {text} NOT NULL,
        name {text} NOT NULL,
        branch {text},
        digest {text} NOT NULL REFERENCES facts (digest),
        updated_at {text} NOT NULL
    ) {compact}
    """,
)
