"""The client of ksqlDB's REST interface: bytes to our types; knows no screen and no other adapter."""
