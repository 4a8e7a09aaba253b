"""What must stay the same as long as this database is used, such as the mark of the secret."""

STATEMENTS = (
    """
    CREATE TABLE installation (
        name {text} NOT NULL PRIMARY KEY,
        value {text} NOT NULL
    )
    """,
)
