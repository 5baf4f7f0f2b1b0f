"""The embedded ksqlDB engine and its HTTP server, in memory; knows the language only."""
