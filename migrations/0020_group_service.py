"""VIP status of group customers, applied for by one person and decided by another; records of the service they had.

All of it is appended and never edited. An application is decided once at most; a record is corrected by another one
that takes its place (``corrects``, empty ``fields`` where it should never have been), once at most; a form that is
sent twice counts once. ``fields`` and ``valued`` are JSON documents.
"""

STATEMENTS = (
    """
    CREATE TABLE vip_applications (
        id {text} NOT NULL PRIMARY KEY,
        customer {text} NOT NULL REFERENCES customers (ref),
        tier {text} NOT NULL,
        valued {text} NOT NULL,
        value_digest {text} NOT NULL,
        policy_digest {text} NOT NULL,
        grounds {text} NOT NULL,
        contact {text} NOT NULL,
        phone {text} NOT NULL,
        applicant {text} NOT NULL,
        applied_on {text} NOT NULL,
        applied_at {text} NOT NULL,
        form {text} NOT NULL
    ) {compact}
    """,
    "CREATE INDEX vip_applications_of_customer ON vip_applications (customer, id)",
    "CREATE UNIQUE INDEX vip_applications_of_form ON vip_applications (form) WHERE form <> ''",
    """
    CREATE TABLE vip_decisions (
        id {serial},
        application {text} NOT NULL UNIQUE REFERENCES vip_applications (id),
        verdict {text} NOT NULL,
        author {text} NOT NULL,
        opinion {text} NOT NULL,
        decided_on {text} NOT NULL,
        decided_at {text} NOT NULL
    )
    """,
    "CREATE INDEX vip_decisions_by_day ON vip_decisions (decided_on, application)",
    """
    CREATE TABLE service_records (
        id {serial},
        customer {text} NOT NULL REFERENCES customers (ref),
        kind {text} NOT NULL,
        falls_on {text} NOT NULL,
        fields {text} NOT NULL,
        author {text} NOT NULL,
        recorded_at {text} NOT NULL,
        corrects BIGINT UNIQUE REFERENCES service_records (id),
        reason {text} NOT NULL,
        form {text} NOT NULL
    )
    """,
    "CREATE INDEX service_records_by_day ON service_records (kind, falls_on, id)",
    "CREATE INDEX service_records_of_customer ON service_records (customer, kind, falls_on, id)",
    "CREATE UNIQUE INDEX service_records_of_form ON service_records (form) WHERE form <> ''",
)

_KEYS = {
    "vip_applications": ("id = NEW.id", "(form <> '' AND form = NEW.form)"),
    "vip_decisions": ("id = NEW.id", "application = NEW.application"),
    "service_records": ("id = NEW.id", "corrects = NEW.corrects", "(form <> '' AND form = NEW.form)"),
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
