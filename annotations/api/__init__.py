"""The HTTP interface: parse, authorise, call one verb, answer in JSON. The contract is docs/api.md and the schema."""
