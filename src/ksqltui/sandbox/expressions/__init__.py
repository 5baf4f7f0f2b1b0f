"""Type checking of expressions against a scope, and their compilation to closures; knows no engine and no bytes."""
