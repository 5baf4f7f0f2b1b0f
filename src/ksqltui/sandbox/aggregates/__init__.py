"""ksqlDB's aggregate functions; knows no windows and no stores."""
