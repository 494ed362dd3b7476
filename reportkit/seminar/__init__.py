"""Submissions, sheets, Moodle, assignment, timeline and marks; its own files only."""
