"""peewee tables and repositories; rows never leave this folder."""
