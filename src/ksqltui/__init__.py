"""ksqltui: a console for ksqlDB; this package owns its version and nothing else at import time."""

__version__ = "0.1.0"
