"""Cases that two people decide, what happened to each, and the grades that people set in place of the computed one.

``cases`` holds each case as it stands, ``case_events`` what happened to it, with the whole case as it was afterwards
(``case_after``; the same in all events of one step). A customer has one open case at most, an event one number in its
case, and a form sent twice counts once: by keys, not by good behaviour.

``triggers`` and ``sources`` are words between commas, with one before the first and one after the last.
"""

STATEMENTS = (
    """
    CREATE TABLE cases (
        id {text} NOT NULL PRIMARY KEY,
        customer {text} NOT NULL REFERENCES customers (ref),
        branch {text},
        state {text} NOT NULL,
        version INTEGER NOT NULL,
        triggers {text} NOT NULL,
        grade {text} NOT NULL,
        assessment {text} NOT NULL REFERENCES assessments (id),
        pending_hits INTEGER NOT NULL,
        opened_at {text} NOT NULL,
        due_on {text} NOT NULL,
        assignee {text},
        proposer {text},
        confirmer {text},
        settler {text},
        proposed_grade {text},
        override_until {text},
        escalated_at {text},
        closed_at {text},
        sources {text} NOT NULL
    ) {compact}
    """,
    "CREATE UNIQUE INDEX cases_open ON cases (customer) WHERE state <> 'closed'",
    "CREATE INDEX cases_of_customer ON cases (customer, opened_at)",
    # All that is filtered by and counted stands in the index, so that a page or a count reads no other cases.
    *(
        f"""
        CREATE INDEX {name} ON cases (due_on, id, branch, state, grade, assignee, customer, triggers, sources)
        WHERE state {which} 'closed'
        """
        for name, which in (("cases_queue", "<>"), ("cases_closed", "="))
    ),
    "CREATE INDEX cases_of_branch ON cases (branch, due_on, id) WHERE state <> 'closed'",
    "CREATE INDEX cases_of_assignee ON cases (assignee, due_on, id) WHERE state <> 'closed'",
    """
    CREATE TABLE case_events (
        id {serial},
        case_id {text} NOT NULL REFERENCES cases (id),
        seq INTEGER NOT NULL,
        happened_at {text} NOT NULL,
        actor {text} NOT NULL,
        action {text} NOT NULL,
        state {text} NOT NULL,
        cause {text},
        grade {text},
        override_until {text},
        reason {text} NOT NULL,
        note {text} NOT NULL,
        assignee {text},
        disposition BIGINT REFERENCES dispositions (id),
        assessment {text} REFERENCES assessments (id),
        form {text} NOT NULL,
        case_after {bytes} NOT NULL
    )
    """,
    "CREATE UNIQUE INDEX case_events_of_case ON case_events (case_id, seq)",
    "CREATE UNIQUE INDEX case_events_of_form ON case_events (form) WHERE form <> ''",
    "CREATE INDEX case_events_by_time ON case_events (happened_at, action)",
    """
    CREATE TABLE overrides (
        id {serial},
        customer {text} NOT NULL REFERENCES customers (ref),
        case_id {text} NOT NULL REFERENCES cases (id),
        grade {text} NOT NULL,
        reason {text} NOT NULL,
        note {text} NOT NULL,
        author {text} NOT NULL,
        approver {text} NOT NULL,
        approved_at {text} NOT NULL,
        expires_on {text} NOT NULL
    )
    """,
    "CREATE INDEX overrides_of_customer ON overrides (customer, id)",
    """
    CREATE TABLE override_ends (
        id {serial},
        override_id BIGINT NOT NULL UNIQUE REFERENCES overrides (id),
        case_id {text} NOT NULL REFERENCES cases (id),
        ended_at {text} NOT NULL
    )
    """,
)

_KEYS = {
    "case_events": ("id = NEW.id", "(case_id = NEW.case_id AND seq = NEW.seq)", "(form <> '' AND form = NEW.form)"),
    "overrides": ("id = NEW.id",),
    "override_ends": ("id = NEW.id", "override_id = NEW.override_id"),
}

# As in 0009_append_only, which says why.
SQLITE = (
    *(
        f"""
        CREATE TRIGGER {table}_no_{verb} BEFORE {verb.upper()} ON {table}
        BEGIN SELECT RAISE(ABORT, 'append-only: {table}'); END
        """
        for table in _KEYS
        for verb in ("update", "delete")
    ),
    *(
        f"""
        CREATE TRIGGER {table}_no_replace_{n} BEFORE INSERT ON {table}
        WHEN EXISTS (SELECT 1 FROM {table} WHERE {key})
        BEGIN SELECT RAISE(ABORT, 'exists already: {table}'); END
        """
        for table, keys in _KEYS.items()
        for n, key in enumerate(keys, 1)
    ),
)

POSTGRESQL = (
    *(
        f"""
        CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
        FOR EACH ROW EXECUTE FUNCTION append_only()
        """
        for table in _KEYS
    ),
    *(
        f"""
        CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
        FOR EACH STATEMENT EXECUTE FUNCTION append_only()
        """
        for table in _KEYS
    ),
)
