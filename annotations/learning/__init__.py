"""What is learned from reviewed claims. Models are values: made by `fit`, kept as bytes, never shipped."""
