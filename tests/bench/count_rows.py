"""Count rows of words for reportkit/engines/ngrams.bin.

usage: python tests/bench/count_rows.py FOLDER   (text files, one sentence a line, `$...$` formulas)

The file of the repository comes from 5.4 million words of openly published mathematics and manuals of
programming, about half of them mathematics. None of their text is kept: rows of at
most four small words and parts of speech, seen at least twice, as hashes.
"""

import json
import math
import struct
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from reportkit.analysis.prose import passages
from reportkit.engines import ngrams, spacy_nlp
from reportkit.readers.text import read_text
from reportkit.resources import write_whole
from reportkit.rules.parsed import FORMULA_WORDS

TARGET = Path(ngrams.__file__).with_name("ngrams.bin")
WORDS = 2_000  # that the second model knows
SMALL = frozenset(
    [
        "DT",
        "IN",
        "TO",
        "CC",
        "PRP",
        "PRP$",
        "WDT",
        "WP",
        "WP$",
        "WRB",
        "MD",
        "EX",
        "PDT",
        "RP",
        "POS",
    ]
)
VERBS = frozenset(
    [
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "being",
        "am",
        "has",
        "have",
        "had",
        "do",
        "does",
        "did",
        "done",
        "not",
    ]
)
LIMITS = {"closed": {2: 1, 3: 2, 4: 2}, "lexical": {2: 2, 3: 2, 4: 3}}
Sentence = list[tuple[str, str]]


def sentences(folder: Path) -> Iterator[Sentence]:
    for file in sorted(folder.glob("*.txt")):
        lines = file.read_text("utf-8").splitlines()
        for at in range(0, len(lines), 1000):
            document = read_text("\n\n".join(lines[at : at + 1000]))
            texts = [p.text[s.start : s.end] for p in passages(document) for s in p.sentences]
            for tokens in spacy_nlp.parse(texts):
                yield [
                    ("x", "MATH") if t.text in FORMULA_WORDS else (t.lower, t.tag) for t in tokens
                ]


def vocabularies(read: list[Sentence]) -> dict[str, set[str]]:
    counts = Counter(word for sentence in read for word, _ in sentence)
    tags: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for sentence in read:
        for word, tag in sentence:
            tags[word][tag] += 1
    usual = {word: tags[word].most_common(1)[0][0] for word in counts}
    often = [word for word, _ in counts.most_common(3_000) if word.isalpha() or "'" in word]
    closed = {w for w, n in counts.items() if n >= 60 and usual[w] in SMALL} | VERBS
    closed |= set([w for w in often if usual[w] == "RB"][:120])
    named = {"NNP", "NNPS"}
    return {
        "closed": closed,
        "lexical": closed | {w for w in often[:WORDS] if usual[w] not in named},
    }


def table(read: list[Sentence], known: set[str], limits: dict[int, int]) -> dict[str, object]:
    """Return a model's symbols and, by hash, the cost of a row and of stepping back from it."""
    counts: list[Counter[tuple[str, ...]]] = [Counter() for _ in range(ngrams.ORDER + 1)]
    for sentence in read:
        row = [w if w in known else "#" if t == "CD" else t for w, t in sentence]
        row = ["<s>"] * 3 + row + ["</s>"] * 3
        for at in range(3, len(row)):
            for size in range(1, ngrams.ORDER + 1):
                counts[size][tuple(row[at - size + 1 : at + 1])] += 1
    after: Counter[tuple[str, ...]] = Counter()
    kinds: Counter[tuple[str, ...]] = Counter()
    for size in range(2, ngrams.ORDER + 1):
        for row_of_words, count in counts[size].items():
            after[row_of_words[:-1]] += count
            kinds[row_of_words[:-1]] += 1
    back = {head: kinds[head] / (after[head] + kinds[head]) for head in after}
    total = sum(counts[1].values())
    chance = {r: (n + 0.5) / (total + 0.5 * len(counts[1])) for r, n in counts[1].items()}

    def likely(row: tuple[str, ...]) -> float:
        factor = 1.0
        while row not in chance:
            factor *= back.get(row[:-1], 1.0)
            row = row[1:]
        return factor * chance[row]

    for size in range(2, ngrams.ORDER + 1):
        chance |= {
            r: (n + kinds[r[:-1]] * likely(r[1:])) / (after[r[:-1]] + kinds[r[:-1]])
            for r, n in counts[size].items()
            if n >= limits[size]
        }
    symbols = sorted({symbol for row in counts[1] for symbol in row} | {"<s>"})
    starts = {head: 0.0 for head in back if head[-1] == "<s>"}
    return {"symbols": symbols, "rows": starts | chance, "back": back}


def packed(model: dict) -> tuple[int, bytes]:
    """Return the number of entries, and gaps between hashes, costs and costs of stepping back."""
    numbers = {symbol: number for number, symbol in enumerate(model["symbols"])}
    by_size: defaultdict[int, list[tuple[str, ...]]] = defaultdict(list)
    for row in model["rows"]:
        by_size[len(row)].append(row)
    entries: dict[int, tuple[int, int]] = {}
    for rows in by_size.values():
        hashes = ngrams.hashes(np.array([[numbers[s] for s in row] for row in rows]))
        for row, hashed in zip(rows, hashes.tolist(), strict=True):
            cost = -math.log(model["rows"][row] or 1e-30) * ngrams.COST_STEPS
            step = -math.log(model["back"].get(row, 1.0)) * ngrams.BACK_STEPS
            entries[hashed] = (min(255, round(cost)), min(255, round(step)))
    gaps, costs, steps, last = [], [], [], 0
    for hashed in sorted(entries):
        while hashed - last > 65_535:  # an entry that nothing has fills a wide gap
            gaps.append(65_535), costs.append(255), steps.append(0)
            last += 65_535
        gaps.append(hashed - last), costs.append(entries[hashed][0])
        steps.append(entries[hashed][1])
        last = hashed
    parts = np.array(gaps, "<u2"), np.array(costs, "u1"), np.array(steps, "u1")
    return len(gaps), b"".join(part.tobytes() for part in parts)


def main() -> None:
    read = list(sentences(Path(sys.argv[1])))
    heads, bodies = [], []
    for name, known in vocabularies(read).items():
        model = table(read, known, LIMITS[name])
        count, body = packed(model)
        heads.append({"symbols": model["symbols"], "entries": count})
        bodies.append(body)
    head = json.dumps({"models": heads}, ensure_ascii=False).encode()
    write_whole(TARGET, struct.pack("<I", len(head)) + head + b"".join(bodies))


if __name__ == "__main__":
    main()
