"""API keys, as digests only, and the answers already given to idempotent calls."""

STATEMENTS = (
    """
    CREATE TABLE api_keys (
        id {text} NOT NULL PRIMARY KEY,
        name {text} NOT NULL,
        digest {text} NOT NULL UNIQUE,
        scopes {text} NOT NULL,
        created_at {text} NOT NULL,
        revoked_at {text}
    )
    """,
    """
    CREATE TABLE idempotency (
        key_id {text} NOT NULL,
        key {text} NOT NULL,
        body_sha256 {text} NOT NULL,
        status INTEGER NOT NULL,
        response {bytes} NOT NULL,
        created_at {text} NOT NULL,
        PRIMARY KEY (key_id, key)
    )
    """,
    "CREATE INDEX idempotency_by_age ON idempotency (created_at)",
)
