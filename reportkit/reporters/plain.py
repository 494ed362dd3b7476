"""Text of a document made safe to print: nothing that a terminal or a log would obey."""

# C0 and C1 controls move cursors and change titles; bidirectional overrides reorder what is read
_CONTROLS = (*range(0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A))
_VISIBLE = dict.fromkeys(_CONTROLS, "\N{REPLACEMENT CHARACTER}") | dict.fromkeys(
    (0x9, 0xA, 0xD, 0x2028, 0x2029), " "
)


def one_line(text: str, most: int | None = None) -> str:
    """Return `text` on one line with controls made visible, cut with an ellipsis to `most`.

    Cut is between words, unless the last one is longer than a third of the line.
    """
    line = " ".join(text.translate(_VISIBLE).split())
    if most is None or len(line) <= most:
        return line
    room = max(most - 1, 1)
    kept = line[:room]
    if not line[room].isspace() and " " in kept:
        whole = kept[: kept.rindex(" ")]
        kept = whole if 3 * len(whole) >= 2 * room else kept
    return kept.rstrip(" ,;:") + "…"


def counted(number: int, noun: str) -> str:
    """Return "1 error", "2 errors"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def page_range(pages: tuple[int, ...]) -> str:
    """Return "p. 3", "pp. 3-5, 8"; "" where there are none."""
    if not pages:
        return ""
    runs: list[list[int]] = []
    for page in sorted(set(pages)):
        if runs and page == runs[-1][1] + 1:
            runs[-1][1] = page
        else:
            runs.append([page, page])
    listed = ", ".join(str(a) if a == b else f"{a}–{b}" for a, b in runs)
    return f"{'p.' if len(set(pages)) == 1 else 'pp.'} {listed}"
