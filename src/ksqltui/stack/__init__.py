"""The adapter of Docker: the compose stack's life and state; knows no ksqlDB, no Kafka and no screen."""
