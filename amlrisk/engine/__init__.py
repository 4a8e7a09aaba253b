"""Engines grade many customers at once, each in its own way and all with the same outcome.

``LocalEngine`` spreads them over processes of this machine; ``SparkEngine`` (``amlrisk[spark]``) sends what was read of
them to the machines of a cluster, where a ``Worker`` grades them. Nothing about grades is decided here.
"""
