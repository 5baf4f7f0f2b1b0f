"""ksqlDB's REST interface over the engine: requests to statements, results to JSON."""
