"""For any WSGI server: ``app`` is the application that the environment describes."""

from amlrisk.app import create_app

app = create_app()
