"""An HTTP server for one loopback port, HTTP/1.1 and HTTP/2 in clear; knows nothing of ksqlDB."""
