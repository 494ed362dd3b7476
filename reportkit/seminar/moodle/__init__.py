"""Moodle's files: the grading worksheet, the feedback zip, the gradebook, and what Moodle makes of them."""
