"""Page- and dataset-shaped reads."""
