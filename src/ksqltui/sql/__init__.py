"""The ksqlDB language, pure: text to syntax tree and back; knows no server and does no IO."""
