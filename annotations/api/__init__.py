"""The HTTP interface: parse, authorise, call one verb, answer in JSON (docs/api.md)."""
