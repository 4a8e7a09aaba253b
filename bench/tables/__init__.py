"""Makers of the tables that the package carries, from their public sources."""
