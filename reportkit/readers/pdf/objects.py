"""A PDF's objects: just enough of ISO 32000-1, 7.3-7.7, to read destinations, links and fonts quickly.

pypdf knows far more, but takes 0.09 s to import and 0.3 s for the destinations, links and fonts of a
37-page paper that this module reads in 0.04 s. Files whose cross references are broken, hybrid or
encrypted are left to pypdf (see `Pypdf`), which gives the same plain values.

Values are None, bool, int, float, bytes (strings), Name, Ref, list and dict (with str keys).
"""

import contextlib
import re
import zlib
from collections.abc import Iterator
from typing import Any

from reportkit.readers.pdf.nesting import MOST_LEVELS, depth

_SPACE = rb"[\0\t\n\f\r ]"
_TOKEN = re.compile(
    rb"(?:" + _SPACE + rb"|%[^\r\n]*)*(?:"
    rb"(?P<ref>\d+" + _SPACE + rb"+\d+" + _SPACE + rb"+R(?![A-Za-z]))"
    rb"|(?P<number>[+-]?(?:\d+\.?\d*|\.\d+))"
    rb"|/(?P<name>[^\0\t\n\f\r ()<>\[\]{}/%]*)"
    rb"|(?P<dict><<)|(?P<end>>>)|(?P<list>\[)|(?P<stop>\])"
    rb"|<(?P<hex>[0-9A-Fa-f\0\t\n\f\r ]*)>"
    rb"|\((?P<string>(?:[^()\\]|\\.)*)\)"
    rb"|(?P<nested>\()"
    rb"|(?P<word>[A-Za-z]+))",
    re.DOTALL,
)
_ESCAPE = re.compile(rb"\\(?:([0-7]{1,3})|\r?\n|\r|(.))", re.DOTALL)
_ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_NAME_CODE = re.compile(rb"#([0-9A-Fa-f]{2})")
_START = re.compile(rb"startxref\s+(\d+)")
_HEAD = re.compile(rb"\s*\d+\s+\d+\s+obj")
_STREAM = re.compile(_SPACE + rb"*stream\r?\n")
_TRAILER = re.compile(rb"\s*trailer")
# Bounds for hostile files: nesting of values, bytes of one and of all unpacked streams.
_DEPTH = 40
_UNPACKED = 64 << 20
_UNPACKED_ALL = 256 << 20
_MOST_OBJECTS = 1_000_000  # a book of 1,000 pages has 50,000
_MOST_IN_STREAM = 50_000  # writers put 100 to 200 into one stream
_MOST_ROWS = 2_000_000
_LONGEST_TEXT = 10_000  # bytes of a title, a name, an address or a note
_PIECE = 1 << 20
_FAULTS = (ValueError, LookupError, TypeError, ArithmeticError, zlib.error)
_PYPDF_FAULTS = (*_FAULTS, AttributeError, RecursionError, OSError, AssertionError)


class Broken(Exception):
    """The file's objects cannot be read this way."""


class Hostile(Broken):
    """The file's objects are more than any file needs: no other way should be tried."""


class Name(str):
    """A PDF name, without its slash."""

    __slots__ = ()


class Ref(int):
    """A reference to the object of this number (generations are not told apart)."""

    __slots__ = ()


class Objects:
    """The objects of a PDF whose cross references are intact; raises Broken where they are not."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._offsets: dict[int, int] = {}
        self._packed: dict[int, tuple[int, int]] = {}
        self._cache: dict[int, Any] = {}
        self._streams: dict[int, tuple[bytes, list[int]]] = {}
        self._unpacked = 0
        self.trailer: dict[str, Any] = {}
        try:
            self._read_references()
        except (*_FAULTS, RecursionError) as error:
            raise Broken(str(error)) from None
        if "Root" not in self.trailer or "Encrypt" in self.trailer:
            raise Broken("no catalogue, or encrypted")

    def get(self, value: Any) -> Any:
        """Return the value itself, or the object that it refers to; None where there is none."""
        for _ in range(8):
            if not isinstance(value, Ref):
                return value
            number = int(value)
            if number not in self._cache:
                self._cache[number] = self._load(number)
            value = self._cache[number]
        return None

    def dict_of(self, value: Any) -> dict[str, Any]:
        """Return the dictionary that `value` is or refers to; {} where it is none."""
        found = self.get(value)
        return found if isinstance(found, dict) else {}

    def list_of(self, value: Any) -> list[Any]:
        """Return the array that `value` is or refers to; [] where it is none."""
        found = self.get(value)
        return found if isinstance(found, list) else []

    def nest(self) -> bool:
        """Return whether objects that are packed nest beyond all measure."""
        for stream in {stream for stream, _ in self._packed.values()}:
            with contextlib.suppress(Broken, *_FAULTS):
                if depth(self._members_of(stream)[0]) > MOST_LEVELS:
                    return True
        return False

    def are_sound(self) -> bool:
        """Return whether each object that is not packed can be read; 20 µs for each."""
        try:
            for number in self._offsets:
                self._load(number)
        except Broken:
            return False
        return True

    def _load(self, number: int) -> Any:
        try:
            if number in self._packed:
                return self._from_stream(*self._packed[number])
            offset = self._offsets.get(number)
            if offset is None:
                return None
            head = _HEAD.match(self._data, offset)
            if head is None:
                raise Broken(f"no object at {offset}")
            return _value(self._data, head.end(), 0)[0]
        except _FAULTS as error:
            raise Broken(str(error)) from None

    def _from_stream(self, stream: int, index: int) -> Any:
        body, offsets = self._members_of(stream)
        return _value(body, offsets[index], 0)[0]

    def _members_of(self, stream: int) -> tuple[bytes, list[int]]:
        """Return the unpacked bytes of an object stream, and where its objects begin."""
        if stream not in self._streams:
            offset = self._offsets[stream]
            info, body = self._stream_at(offset)
            count, first = int(self.get(info["N"])), int(self.get(info["First"]))
            if not 0 <= count <= _MOST_IN_STREAM or first > 24 * count:
                raise Broken("a stream of too many objects")
            numbers = [int(part) for part in body[:first].split()[: 2 * count]]
            self._streams[stream] = body, [first + at for at in numbers[1::2]]
        return self._streams[stream]

    def _stream_at(self, offset: int) -> tuple[dict[str, Any], bytes]:
        """Return the dictionary and the unpacked bytes of the stream at `offset`."""
        head = _HEAD.match(self._data, offset)
        if head is None:
            raise Broken(f"no stream at {offset}")
        info, end = _value(self._data, head.end(), 0)
        start = _STREAM.match(self._data, end)
        if start is None or not isinstance(info, dict):
            raise Broken(f"no stream at {offset}")
        length = self.get(info.get("Length"))
        body = self._data[start.end() : start.end() + int(length)]
        filters = self.get(info.get("Filter"))
        if filters in ("FlateDecode", ["FlateDecode"]):
            body = self._inflated(body)
            parameters = self.get(info.get("DecodeParms"))
            if isinstance(parameters, list):
                parameters = self.get(parameters[0])
            if isinstance(parameters, dict) and parameters.get("Predictor", 1) >= 10:
                body = _unpredicted(body, int(parameters.get("Columns", 1)))
        elif filters:
            raise Broken(f"filter {filters}")
        return info, body

    def pieces(self, stream: Ref) -> Iterator[bytes]:
        """Yield a stream unpacked, 1 MB at a time; nothing where that is not to be had."""
        try:
            packed, filters = self._packed_body(stream)
            if filters in ("FlateDecode", ["FlateDecode"]):
                engine = zlib.decompressobj()
                while packed and not engine.eof:
                    yield engine.decompress(packed, _PIECE)
                    packed = engine.unconsumed_tail
            elif not filters:
                yield from (packed[at : at + _PIECE] for at in range(0, len(packed), _PIECE))
        except (*_FAULTS, Broken):
            return

    def _packed_body(self, stream: Ref) -> tuple[bytes, Any]:
        """Return a stream's bytes as they stand in the file, and its filters."""
        head = _HEAD.match(self._data, self._offsets.get(int(stream), len(self._data)))
        if head is None:
            raise Broken(f"no stream {stream}")
        info, end = _value(self._data, head.end(), 0)
        start = _STREAM.match(self._data, end)
        if start is None or not isinstance(info, dict):
            raise Broken(f"no stream {stream}")
        length = int(self.get(info.get("Length")))
        return self._data[start.end() : start.end() + length], self.get(info.get("Filter"))

    def _inflated(self, body: bytes) -> bytes:
        engine = zlib.decompressobj()
        out = engine.decompress(body, _UNPACKED)
        self._unpacked += len(out)
        if engine.unconsumed_tail or self._unpacked > _UNPACKED_ALL:
            raise Broken("a stream unpacks to too much")
        return out

    def _read_references(self) -> None:
        starts = _START.findall(self._data, max(len(self._data) - 2048, 0))
        if not starts:
            raise Broken("no startxref")
        offset: int | None = int(starts[-1])
        seen: set[int] = set()
        while offset is not None and offset not in seen and len(seen) < 64:
            seen.add(offset)
            trailer = (
                self._table(offset) if self._is_table(offset) else self._reference_stream(offset)
            )
            if "XRefStm" in trailer:
                raise Broken("hybrid file")
            self.trailer = {**trailer, **self.trailer}
            previous = trailer.get("Prev")
            offset = int(previous) if isinstance(previous, (int, float)) else None

    def _is_table(self, offset: int) -> bool:
        return self._data[offset : offset + 12].lstrip().startswith(b"xref")

    def _table(self, offset: int) -> dict[str, Any]:
        """Read a cross-reference table; return its trailer."""
        at = self._data.index(b"xref", offset) + 4
        section = re.compile(rb"\s*(\d+)\s+(\d+)\s*[\r\n]\s*")
        while match := section.match(self._data, at):
            first, count = int(match[1]), int(match[2])
            at = match.end()
            if count * 18 > len(self._data):
                raise Broken("more references than bytes")
            entries = self._data[at : at + count * 20].split()
            for index in range(min(count, len(entries) // 3)):
                if entries[3 * index + 2] == b"n":
                    self._offsets.setdefault(first + index, int(entries[3 * index]))
            at += count * 20
            at = (
                self._data.rfind(b"\n", at - 21, at) + 1
                if self._data[at - 1 : at] not in b"\r\n "
                else at
            )
        match = _TRAILER.match(self._data, at)
        if match is None:
            raise Broken("no trailer")
        value, _ = _value(self._data, match.end(), 0)
        if not isinstance(value, dict):
            raise Broken("no trailer")
        return value

    def _reference_stream(self, offset: int) -> dict[str, Any]:
        """Read a cross-reference stream; return its dictionary."""
        info, body = self._stream_at(offset)
        widths = [int(width) for width in info["W"]]
        ranges = info.get("Index") or [0, info["Size"]]
        step = sum(widths)
        if len(widths) < 3 or min(widths) < 0 or not step:
            raise Broken(f"fields of {widths} bytes")
        if len(body) // step > _MOST_OBJECTS:
            raise Hostile("too many references")
        at = 0
        for first, count in zip(ranges[::2], ranges[1::2], strict=True):
            for number in range(first, first + min(count, (len(body) - at) // step)):
                kind, second, third = _fields(body, at, widths)
                at += step
                if number in self._offsets or number in self._packed:
                    continue
                if kind == 1:
                    self._offsets[number] = second
                elif kind == 2:
                    self._packed[number] = second, third
        return info


class Pypdf(Objects):
    """The same plain values through pypdf, for files that the quick way cannot read."""

    def __init__(self, data: bytes, password: str = "") -> None:
        import io
        import logging

        from pypdf import PdfReader
        from pypdf.errors import PyPdfError

        logging.getLogger("pypdf").setLevel(logging.CRITICAL)
        self._data, self._offsets, self._cache, self._packed = data, {}, {}, {}
        try:
            self._reader = PdfReader(io.BytesIO(data), password=password or None)
            self.trailer = {
                key.lstrip("/"): _plain(self._reader.trailer.raw_get(key), 0)
                for key in self._reader.trailer
            }
        except (PyPdfError, *_PYPDF_FAULTS) as error:
            raise Broken(str(error)) from None

    def are_sound(self) -> bool:
        """Return False: its table had to be mended."""
        return False

    def _load(self, number: int) -> Any:
        from pypdf.errors import PyPdfError
        from pypdf.generic import IndirectObject

        try:
            return _plain(self._reader.get_object(IndirectObject(number, 0, self._reader)), 0)
        except (PyPdfError, *_PYPDF_FAULTS):
            return None

    def _packed_body(self, stream: Ref) -> tuple[bytes, Any]:
        from pypdf.errors import PyPdfError
        from pypdf.generic import IndirectObject, StreamObject

        try:
            found = self._reader.get_object(IndirectObject(int(stream), 0, self._reader))
        except (PyPdfError, *_PYPDF_FAULTS) as error:
            raise Broken(str(error)) from None
        if not isinstance(found, StreamObject):
            raise Broken(f"no stream {stream}")
        return bytes(found._data), self.get(_plain(found.get("/Filter"), 0))


def objects_of(data: bytes) -> Objects:
    """Return the objects of a PDF, the quick way where that works; raise Broken where none does."""
    try:
        return Objects(data)
    except Hostile:
        raise
    except Broken:
        return Pypdf(data)


def _plain(value: Any, depth: int) -> Any:
    """Return a pypdf object as a plain value."""
    from pypdf import generic

    if depth > _DEPTH:
        return None
    if isinstance(value, generic.IndirectObject):
        return Ref(value.idnum)
    if isinstance(value, generic.DictionaryObject):
        return {str(key).lstrip("/"): _plain(value.raw_get(key), depth + 1) for key in value}
    if isinstance(value, generic.ArrayObject):
        return [_plain(part, depth + 1) for part in list.__iter__(value)]
    if isinstance(value, generic.NameObject):
        return Name(str(value).lstrip("/"))
    if isinstance(value, generic.TextStringObject):
        return value.original_bytes
    if isinstance(value, generic.ByteStringObject):
        return bytes(value)
    if isinstance(value, generic.NumberObject):
        return int(value)
    if isinstance(value, generic.FloatObject):
        return float(value)
    if isinstance(value, generic.BooleanObject):
        return bool(value.value)
    return None


def text_of(value: object) -> str:
    """Return a text string (ISO 32000-1, 7.9.2.2), cut where it is endless; "" where it is none."""
    if isinstance(value, Name):
        return str(value)
    if not isinstance(value, bytes):
        return ""
    text = value[:_LONGEST_TEXT]
    if text.startswith(b"\xfe\xff"):
        return text[2:].decode("utf-16-be", "replace")
    if text.startswith(b"\xff\xfe"):
        return text[2:].decode("utf-16-le", "replace")
    if text.startswith(b"\xef\xbb\xbf"):
        return text[3:].decode("utf-8", "replace")
    return text.decode("latin-1")


def _value(data: bytes, at: int, depth: int) -> tuple[Any, int]:
    """Return the value at `at` and where it ends."""
    match = _TOKEN.match(data, at)
    if match is None or depth > _DEPTH:
        raise Broken(f"no value at {at}")
    kind = match.lastgroup
    at = match.end()
    if kind == "dict":
        return _dictionary(data, at, depth)
    if kind == "list":
        items: list[Any] = []
        while True:
            stop = _TOKEN.match(data, at)
            if stop is not None and stop.lastgroup == "stop":
                return items, stop.end()
            item, at = _value(data, at, depth + 1)
            items.append(item)
    if kind == "nested":
        return _nested(data, at)
    return _scalar(kind or "", match), at


def _dictionary(data: bytes, at: int, depth: int) -> tuple[dict[str, Any], int]:
    found: dict[str, Any] = {}
    while True:
        key = _TOKEN.match(data, at)
        if key is None:
            raise Broken(f"no key at {at}")
        if key.lastgroup == "end":
            return found, key.end()
        if key.lastgroup != "name":
            raise Broken(f"no key at {at}")
        found[_name(key["name"])], at = _value(data, key.end(), depth + 1)


def _scalar(kind: str, match: re.Match[bytes]) -> Any:
    if kind == "ref":
        return Ref(int(match["ref"].split()[0]))
    if kind == "number":
        text = match["number"]
        return float(text) if b"." in text else int(text)
    if kind == "name":
        return Name(_name(match["name"]))
    if kind == "string":
        text = match["string"]
        return _ESCAPE.sub(_unescaped, text) if b"\\" in text else text
    if kind == "hex":
        digits = b"".join(match["hex"].replace(b"\0", b"").split())
        return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii"))
    word = match["word"] if kind == "word" else b""
    if word in (b"true", b"false", b"null"):
        return {b"true": True, b"false": False}.get(word)
    raise Broken(f"unexpected {match[0][:20]!r}")


def _name(raw: bytes) -> str:
    if b"#" in raw:
        raw = _NAME_CODE.sub(lambda code: bytes([int(code[1], 16)]), raw)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def _nested(data: bytes, at: int) -> tuple[bytes, int]:
    """Return the string after an opening parenthesis that holds further ones."""
    depth, start = 1, at
    for match in re.compile(rb"\\.|[()]", re.DOTALL).finditer(data, at, at + (1 << 20)):
        depth += {b"(": 1, b")": -1}.get(match[0], 0)
        if not depth:
            return _ESCAPE.sub(_unescaped, data[start : match.start()]), match.end()
    raise Broken("a string does not end")


def _unescaped(match: re.Match[bytes]) -> bytes:
    if match[1]:
        return bytes([int(match[1], 8) & 255])
    char = match[2]
    return b"" if char is None else _ESCAPED.get(char, char)


def _fields(body: bytes, at: int, widths: list[int]) -> tuple[int, int, int]:
    one, two, three = widths[:3]
    kind = int.from_bytes(body[at : at + one]) if one else 1
    at += one
    return (
        kind,
        int.from_bytes(body[at : at + two]),
        int.from_bytes(body[at + two : at + two + three]),
    )


def _unpredicted(body: bytes, columns: int) -> bytes:
    """Undo PNG's predictors None, Sub and Up for rows of `columns` bytes."""
    if not 1 <= columns <= len(body):
        raise Broken(f"rows of {columns} bytes")
    if len(body) // (columns + 1) > _MOST_ROWS:
        raise Hostile("too many rows")
    out = bytearray()
    above = bytes(columns)
    for at in range(0, len(body) - columns, columns + 1):
        kind, row = body[at], bytearray(body[at + 1 : at + 1 + columns])
        if kind == 2:
            row = bytearray((a + b) & 255 for a, b in zip(row, above, strict=True))
        elif kind == 1:
            for index in range(1, columns):
                row[index] = (row[index] + row[index - 1]) & 255
        elif kind != 0:
            raise Broken(f"predictor {kind}")
        out += row
        above = bytes(row)
    return bytes(out)
