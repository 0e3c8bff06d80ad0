"""Pages: parse, authorise, call one verb or one read, render."""
