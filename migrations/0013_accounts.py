"""People who sign in, where they are signed in, and what they had typed when their time was up.

``accounts`` are never deleted: decisions carry their ids. ``sessions`` hold the digest of a token that only the
browser knows. What changes an account is told by the audit trail.
"""

STATEMENTS = (
    """
    CREATE TABLE accounts (
        id {text} NOT NULL PRIMARY KEY,
        name {text} NOT NULL,
        role {text} NOT NULL,
        branches {text} NOT NULL,
        password {text},
        must_change INTEGER NOT NULL,
        subject {text},
        failures INTEGER NOT NULL,
        locked_until {text},
        created_at {text} NOT NULL,
        disabled_at {text}
    )
    """,
    "CREATE UNIQUE INDEX accounts_by_subject ON accounts (subject) WHERE subject IS NOT NULL",
    """
    CREATE TABLE sessions (
        digest {text} NOT NULL PRIMARY KEY,
        account {text} NOT NULL REFERENCES accounts (id),
        began_at {text} NOT NULL,
        seen_at {text} NOT NULL,
        ended_at {text},
        ended_why {text}
    )
    """,
    "CREATE INDEX sessions_of_account ON sessions (account, ended_at)",
    """
    CREATE TABLE drafts (
        account {text} NOT NULL REFERENCES accounts (id),
        page {text} NOT NULL,
        action {text} NOT NULL,
        fields {text} NOT NULL,
        kept_at {text} NOT NULL,
        PRIMARY KEY (account, page, action)
    )
    """,
)

SQLITE = (
    """
    CREATE TRIGGER accounts_no_delete BEFORE DELETE ON accounts
    BEGIN SELECT RAISE(ABORT, 'append-only: accounts'); END
    """,
)

POSTGRESQL = (
    """
    CREATE TRIGGER accounts_no_delete BEFORE DELETE ON accounts
    FOR EACH ROW EXECUTE FUNCTION append_only()
    """,
)
