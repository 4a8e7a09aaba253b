"""Versions of the lists: in force, superseded, and kept out with the reason.

Entities are stored by the digest of their content, since publishers re-issue the same content under a new date.
"""

STATEMENTS = (
    """
    CREATE TABLE snapshots (
        id {serial},
        source {text} NOT NULL,
        status {text} NOT NULL,
        sha256 {text},
        content_sha256 {text},
        info {text},
        reason_code {text},
        reason_zh {text},
        reason_en {text},
        created_at {text} NOT NULL,
        confirmed_at {text} NOT NULL,
        in_force_since {text}
    )
    """,
    "CREATE UNIQUE INDEX snapshots_in_force ON snapshots (source) WHERE status = 'in_force'",
    "CREATE INDEX snapshots_of_source ON snapshots (source, id)",
    "CREATE INDEX snapshots_by_content ON snapshots (content_sha256)",
    """
    CREATE TABLE snapshot_chunks (
        content_sha256 {text} NOT NULL,
        n INTEGER NOT NULL,
        data {bytes} NOT NULL,
        PRIMARY KEY (content_sha256, n)
    )
    """,
)
