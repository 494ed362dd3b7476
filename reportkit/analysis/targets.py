"""Whose a result can be: the paper's, the draft's own, another work's, nobody's."""

PAPER, DRAFT, EXTERNAL, UNRESOLVED = "paper", "draft", "external", "unresolved"
