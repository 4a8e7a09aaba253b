"""What is found, what is missed and what is hit wrongly, beside stated peers: ``python -m bench.accuracy``."""
