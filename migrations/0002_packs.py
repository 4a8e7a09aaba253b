"""Policy packs, whole, and which of them was active when."""

STATEMENTS = (
    """
    CREATE TABLE packs (
        digest {text} NOT NULL PRIMARY KEY,
        name {text} NOT NULL,
        version {text} NOT NULL,
        files {bytes} NOT NULL,
        archived_at {text} NOT NULL
    )
    """,
    """
    CREATE TABLE active_policy (
        seq {serial},
        digest {text} NOT NULL REFERENCES packs (digest),
        activated_at {text} NOT NULL,
        author {text} NOT NULL
    )
    """,
)
