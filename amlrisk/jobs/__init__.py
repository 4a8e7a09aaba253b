"""Batch engines."""
