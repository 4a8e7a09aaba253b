"""Engines grade many customers at once, each in its own way and all with the same outcome.

``LocalEngine`` spreads them over processes of this machine, ``SparkEngine`` (``amlrisk[spark]``) over a cluster. Both
hand ``Worker`` what was read of the customers: nothing about grades is decided here.
"""
