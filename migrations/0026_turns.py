"""The clock: whose turn a job was at which time, lists that somebody must look after, and what was foretold.

A job has one turn a time, and one at most that is under way: by keys, not by good behaviour, however many schedulers
there are. ``at`` is the time the job was due, which is what makes it that turn; ``again`` is whether what failed is
tried again before the next time.
"""

STATEMENTS = (
    """
    CREATE TABLE turns (
        job {text} NOT NULL,
        at {text} NOT NULL,
        owner {text} NOT NULL,
        since {text} NOT NULL,
        until {text} NOT NULL,
        tries INTEGER NOT NULL,
        missed INTEGER NOT NULL,
        finished_at {text},
        outcome {text},
        again INTEGER NOT NULL,
        said_zh {text} NOT NULL,
        said_en {text} NOT NULL,
        PRIMARY KEY (job, at)
    )
    """,
    "CREATE UNIQUE INDEX turns_under_way ON turns (job) WHERE finished_at IS NULL",
    "CREATE INDEX turns_since ON turns (since)",
    """
    CREATE TABLE list_alarms (
        id {serial},
        source {text} NOT NULL,
        kind {text} NOT NULL,
        since {text},
        stops_at {text},
        said_zh {text} NOT NULL,
        said_en {text} NOT NULL,
        opened_at {text} NOT NULL,
        seen_at {text} NOT NULL,
        taken_by {text},
        taken_at {text},
        note {text},
        closed_at {text}
    )
    """,
    "CREATE UNIQUE INDEX list_alarms_open ON list_alarms (source, kind) WHERE closed_at IS NULL",
    """
    CREATE TABLE forecasts (
        made_on {text} NOT NULL PRIMARY KEY,
        made_at {text} NOT NULL,
        document {bytes} NOT NULL
    )
    """,
)
