"""Text from names and documents is harmless where it is written."""

from reportkit.seminar.plain import plain_line


def test_a_line_obeys_no_control_characters() -> None:
    assert plain_line("a\x1b[31m\nb\u202ec\u2028d") == "a [31m b c d"
