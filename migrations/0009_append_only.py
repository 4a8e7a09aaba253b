"""History cannot be rewritten: not by this program, not by a slip in a database console.

UPDATE, DELETE and (PostgreSQL) TRUNCATE abort. In SQLite, INSERT OR REPLACE deletes the old row without
firing a DELETE trigger, so inserting over an existing key is stopped as well: content-addressed rows
(``_BY_DIGEST``) are simply kept as they are, for anything else it aborts.
"""

_BY_DIGEST = ("facts", "packs")
_KEYS = {
    "assessments": ("seq = NEW.seq", "id = NEW.id", "(run = NEW.run AND customer = NEW.customer)"),
    "dispositions": ("id = NEW.id",),
    "audit_events": ("seq = NEW.seq",),
    "active_policy": ("seq = NEW.seq",),
}
_TABLES = (*_BY_DIGEST, *_KEYS)

STATEMENTS = ()

SQLITE = (
    *(
        f"""
        CREATE TRIGGER {table}_no_{verb} BEFORE {verb.upper()} ON {table}
        BEGIN SELECT RAISE(ABORT, 'append-only: {table}'); END
        """
        for table in _TABLES
        for verb in ("update", "delete")
    ),
    *(
        f"""
        CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table}
        WHEN EXISTS (SELECT 1 FROM {table} WHERE digest = NEW.digest)
        BEGIN SELECT RAISE(IGNORE); END
        """
        for table in _BY_DIGEST
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
    """
    CREATE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'append-only: %', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
    END $$
    """,
    *(
        f"""
        CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
        FOR EACH ROW EXECUTE FUNCTION append_only()
        """
        for table in _TABLES
    ),
    *(
        f"""
        CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
        FOR EACH STATEMENT EXECUTE FUNCTION append_only()
        """
        for table in _TABLES
    ),
)
