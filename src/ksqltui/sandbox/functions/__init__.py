"""ksqlDB's scalar and table functions and the registry that lists them; knows no scope and no engine."""
