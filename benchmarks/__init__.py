"""How fast the workbench is, beside the floor that the machine sets in the same run."""
