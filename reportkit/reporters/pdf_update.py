"""New and changed objects put behind an existing PDF, whose own bytes stay as they are.

pypdf 7.1's own incremental writer loses /Info and leaves the cross-reference stream out of its own
index (qpdf then warns), and it clones every object first (0.1-0.4 s a paper); this one writes only
what is new. ISO 32000-1, 7.5.6: an update section is new objects, a cross-reference section of the
kind that the file already has, and a trailer whose /Prev is the section before.
"""

import io
import struct
import zlib
from itertools import groupby

from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    NumberObject,
    PdfObject,
)


class PdfUpdate:
    """An update of one PDF: objects are added or replaced, then `content` gives the whole file.

    The original must open with pypdf. Where its cross-reference cannot be continued (encrypted,
    repaired while reading, bytes before the header) the file is written anew instead; the streams
    of its pages are then still the same bytes.
    """

    def __init__(self, original: bytes) -> None:
        self._original = original
        self.reader = PdfReader(io.BytesIO(original), strict=False)
        self._next = max(int(self.reader.trailer.get("/Size", 0)), _highest(self.reader) + 1)
        self._changed: dict[tuple[int, int], PdfObject] = {}

    def add(self, item: PdfObject) -> IndirectObject:
        """Add an object and return the reference to it."""
        reference = IndirectObject(self._next, 0, self.reader)
        self._changed[self._next, 0] = item
        self._next += 1
        return reference

    def replace(self, reference: IndirectObject, item: PdfObject) -> None:
        """Put `item` in the place of the object that `reference` names."""
        self._changed[reference.idnum, reference.generation] = item

    def content(self) -> bytes:
        """Return the updated file; the original itself where nothing was added."""
        if not self._changed:
            return self._original
        if not self._continuable():
            return self._written_anew()
        out = io.BytesIO()
        out.write(self._original)
        if not self._original.endswith((b"\n", b"\r")):
            out.write(b"\n")
        places = {key: _write_object(out, key, item) for key, item in self._changed.items()}
        if self._has_table():
            self._write_table(out, places)
        else:
            self._write_stream(out, places)
        return out.getvalue()

    @property
    def _start(self) -> int:
        return int(self.reader._startxref)

    def _continuable(self) -> bool:
        if self.reader.is_encrypted or not self._original.startswith(b"%PDF-"):
            return False
        section = self._original[self._start : self._start + 40].lstrip()
        return self._start > 0 and (section[:4] == b"xref" or b" obj" in section)

    def _has_table(self) -> bool:
        return self._original[self._start : self._start + 40].lstrip()[:4] == b"xref"

    def _trailer(self, size: int) -> DictionaryObject:
        kept = {
            NameObject(key): self.reader.trailer.raw_get(key)
            for key in ("/Root", "/Info", "/ID")
            if key in self.reader.trailer
        }
        numbers = {NameObject("/Size"): size, NameObject("/Prev"): self._start}
        return DictionaryObject(
            {**kept, **{key: NumberObject(value) for key, value in numbers.items()}}
        )

    def _write_table(self, out: io.BytesIO, places: dict[tuple[int, int], int]) -> None:
        start = out.tell()
        out.write(b"xref\n")
        for run in _runs(sorted(places)):
            out.write(f"{run[0][0]} {len(run)}\n".encode())
            for key in run:
                out.write(f"{places[key]:010d} {key[1]:05d} n \n".encode())
        out.write(b"trailer\n")
        self._trailer(self._next).write_to_stream(out)
        out.write(f"\nstartxref\n{start}\n%%EOF\n".encode())

    def _write_stream(self, out: io.BytesIO, places: dict[tuple[int, int], int]) -> None:
        start = out.tell()
        places = {**places, (self._next, 0): start}
        keys = sorted(places)
        rows = b"".join(struct.pack(">BIH", 1, places[key], key[1]) for key in keys)
        data = zlib.compress(rows)
        described = self._trailer(self._next + 1)
        described[NameObject("/Type")] = NameObject("/XRef")
        described[NameObject("/W")] = ArrayObject(map(NumberObject, (1, 4, 2)))
        described[NameObject("/Index")] = ArrayObject(
            NumberObject(n) for run in _runs(keys) for n in (run[0][0], len(run))
        )
        described[NameObject("/Filter")] = NameObject("/FlateDecode")
        described[NameObject("/Length")] = NumberObject(len(data))
        out.write(f"{self._next} 0 obj\n".encode())
        described.write_to_stream(out)
        out.write(
            b"\nstream\n" + data + f"\nendstream\nendobj\nstartxref\n{start}\n%%EOF\n".encode()
        )

    def _written_anew(self) -> bytes:
        for (number, generation), item in self._changed.items():
            self.reader.resolved_objects[generation, number] = item
        writer = PdfWriter(clone_from=self.reader)
        out = io.BytesIO()
        writer.write(out)
        return out.getvalue()


def _highest(reader: PdfReader) -> int:
    """Return the highest object number of the file."""
    numbers = [number for table in reader.xref.values() for number in table]
    return max([*numbers, *reader.xref_objStm], default=0)


def _write_object(out: io.BytesIO, key: tuple[int, int], item: PdfObject) -> int:
    """Write one indirect object and return where it begins."""
    place = out.tell()
    out.write(f"{key[0]} {key[1]} obj\n".encode())
    item.write_to_stream(out)
    out.write(b"\nendobj\n")
    return place


def _runs(keys: list[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    """Return the keys in runs of consecutive object numbers."""
    numbered = enumerate(keys)
    return [
        [key for _, key in run]
        for _, run in groupby(numbered, key=lambda pair: pair[1][0] - pair[0])
    ]


def as_array(item: object) -> ArrayObject:
    """Return `item`, resolved, as an array; an empty one where it is none."""
    found = item.get_object() if isinstance(item, PdfObject) else None
    return found if isinstance(found, ArrayObject) else ArrayObject()


def as_dictionary(item: object) -> DictionaryObject:
    """Return `item`, resolved, as a dictionary; an empty one where it is none."""
    found = item.get_object() if isinstance(item, PdfObject) else None
    return found if isinstance(found, DictionaryObject) else DictionaryObject()
