"""The adapter of confluent-kafka: the cluster's own picture of brokers and topics; knows no ksqlDB and no screen."""
