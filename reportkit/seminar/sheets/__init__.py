"""Filled rubrics: one YAML file for a student and a tutor, which people edit."""
