"""One verb per file: the only place that joins store and domain."""
