"""Runs that can be cancelled, taken up and reconciled: whom each is about, what it worked with, how it added up; and up
to which version of each list everybody has been screened.

``run_scopes`` is kept until everybody in it was done: afterwards the assessments themselves say who was.
"""

STATEMENTS = (
    # What of a kind the run is about (a list, certain customers); runs about different things may go on side by side.
    "ALTER TABLE runs ADD COLUMN subject {text} NOT NULL DEFAULT ''",
    "ALTER TABLE runs ADD COLUMN actor {text} NOT NULL DEFAULT 'system'",
    "ALTER TABLE runs ADD COLUMN scope {text}",
    "ALTER TABLE runs ADD COLUMN resumed INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE runs ADD COLUMN cancel_by {text}",
    "ALTER TABLE runs ADD COLUMN cancel_at {text}",
    "ALTER TABLE runs ADD COLUMN stopped_by {text}",
    "ALTER TABLE runs ADD COLUMN closing {text}",
    "DROP INDEX runs_unfinished",
    "CREATE UNIQUE INDEX runs_unfinished ON runs (kind, subject) WHERE finished_at IS NULL",
    "CREATE INDEX runs_of_kind ON runs (kind, started_at)",
    """
    CREATE TABLE run_scopes (
        run {text} NOT NULL REFERENCES runs (id),
        part INTEGER NOT NULL,
        refs {bytes} NOT NULL,
        PRIMARY KEY (run, part)
    )
    """,
    """
    CREATE TABLE run_lists (
        run {text} NOT NULL REFERENCES runs (id),
        index_version {text} NOT NULL,
        since {text} NOT NULL,
        customers INTEGER NOT NULL,
        PRIMARY KEY (run, index_version)
    )
    """,
    "CREATE INDEX run_failures_of_customer ON run_failures (customer, failed_at)",
    """
    CREATE TABLE screened_lists (
        id {serial},
        source {text} NOT NULL,
        category {text} NOT NULL,
        content_sha256 {text} NOT NULL,
        run {text} NOT NULL REFERENCES runs (id),
        begun_at {text} NOT NULL,
        at {text} NOT NULL
    )
    """,
    "CREATE INDEX screened_lists_of_source ON screened_lists (source, id)",
)
