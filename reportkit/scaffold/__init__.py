"""A new report folder, its build and its update."""
