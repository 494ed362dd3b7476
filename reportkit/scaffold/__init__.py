"""A new report folder, its build and its update.

Where the line between the two ways of making LaTeX runs: what a person edits is a string template
with << >> in templates/latex/<kind>, filled by `filling`; what a program writes alone, such as the
table of results and the paper's data, comes from `generated` through PyLaTeX. Both take what comes
from outside through `escaping`.
"""
