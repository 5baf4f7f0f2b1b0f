"""The recursive descent parser, a file for each layer of ksqlDB's grammar; `sql.parser` is its door."""
