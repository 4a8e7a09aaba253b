"""How fast, how much memory, beside stated peers: ``python -m bench.speed``."""
