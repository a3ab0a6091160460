"""In which encoding a text file is written, and the same file as UTF-8.

A byte-order mark decides; else the bytes themselves: valid UTF-8 is UTF-8; otherwise the East Asian and Western
candidates are held against what their text looks like. DuckDB reads UTF-8 only; everything else is transcoded in
chunks, so that memory does not grow with the file.
"""

import codecs
import re
from dataclasses import dataclass, replace
from pathlib import Path

from charset_normalizer import from_bytes

SAMPLE = 262_144
CHUNK = 1 << 22

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_HIGH = re.compile(rb"[\x80-\xff]+")
_KANA = re.compile("[\u3041-\u30ff]")
_COMMON = re.compile(
    "[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef\u2000-\u206f\u20ac\u00a5\u00b7\u2460-\u2473\u2103]"
)
_WESTERN = re.compile(
    "[\u00a0-\u00d6\u00d8-\u00f6\u00f8-\u00ff\u0152\u0153\u0160\u0161\u2013\u2014\u2018-\u201e\u20ac\u2122]"
)
_THAI = re.compile("[\u0e01-\u0e3a\u0e3f-\u0e5b]")
_NO_THAI = re.compile(
    "[\u0e40-\u0e44](?![\u0e01-\u0e2e])"
)  # a vowel that stands before a consonant, without one
_BIG5_OFTEN = (0xA1, 0xC6)  # lead bytes of its signs and its level of frequently used characters
_BROKEN = re.compile("\ufffd|锟斤拷|Ã[\u0080-\u00bf]|ï»¿")
# (as what text was read by mistake, what it is, bytes of a Chinese sign in that)
_TWICE = (("latin-1", "utf-8", 3), ("gb18030", "utf-8", 3), ("latin-1", "gb2312", 2))
_MARKS = 4  # signs from which a text is said to be broken
_MOSTLY = 0.8  # of its bytes must be Chinese signs when it is read again


@dataclass(frozen=True, slots=True)
class Encoding:
    """``name`` of the codec; ``skip`` bytes of mark before the text; ``sure``: every sampled byte fits it."""

    name: str
    skip: int = 0
    sure: bool = True


def sniff(head: bytes) -> Encoding | None:
    """Encoding of a file that starts with ``head``; None when no codec makes text of it."""
    for mark, name in BOMS:
        if head.startswith(mark):
            return _marked(_whole_lines(head)[len(mark) :], Encoding(name, len(mark)))
    wide = _wide(head)
    if wide:
        return Encoding(wide)
    body = _whole_lines(head)
    return Encoding("utf-8") if _decodes(body, "utf-8") else _legacy(body)


def _marked(body: bytes, said: Encoding) -> Encoding:
    """What a mark says, but where it says UTF-8 and the text behind it is that of an older encoding."""
    if said.name != "utf-8" or _decodes(body, said.name):
        return said
    found = _legacy(body)
    return replace(found, skip=said.skip) if found else said


def _legacy(body: bytes) -> Encoding | None:
    """Encoding of bytes that are not valid UTF-8: damaged UTF-8, or one of the older ones."""
    lines = [line for line in body.split(b"\n") if not line.isascii()]
    good = sum(_decodes(line, "utf-8") for line in lines)
    best = max(_candidates(body), default=(0.0, ""))
    if good >= max(0.5 * len(lines), 1) and _multibyte(lines):
        return Encoding("utf-8", sure=False)
    if best[0] >= 0.7:  # noqa: PLR2004 - most of the text must look like the language
        return Encoding(best[1])
    likelier = max(("gb18030", "cp932"), key=lambda name: _seems(body, name))
    if _loose(body, likelier) >= 0.8 and not _lone(body):  # noqa: PLR2004
        return Encoding(likelier, sure=False)
    guess = from_bytes(body[:65536]).best()
    return Encoding(guess.encoding) if guess is not None and "\x00" not in str(guess)[:2000] else None


def decode(head: bytes, encoding: Encoding) -> str:
    """Text of a file's first bytes; a character cut off at the end of the sample is left out."""
    decoder = codecs.getincrementaldecoder(encoding.name)(errors="replace")
    return decoder.decode(head[encoding.skip :], final=False)


def broken(text: str) -> bool:
    """Whether ``text`` holds marks of a wrong decoding that was saved (it cannot be undone with certainty).

    That is, signs for what could not be read, question marks in place of most of its letters, or letters that are the
    bytes of Chinese signs.
    """
    seen = re.sub(r"\s", "", text)
    if _BROKEN.search(text) or (seen.count("?") >= _MARKS and 2 * seen.count("?") > len(seen)):
        return True
    return any(_chinese(text, *how) for how in _TWICE)


def _chinese(text: str, written: str, meant: str, width: int) -> bool:
    """Whether ``text`` is Chinese of the encoding ``meant`` that was read as ``written``."""
    try:
        raw = b"".join(map(_byte, text)) if written == "latin-1" else text.encode(written)
    except UnicodeError:
        return False
    high = sum(byte > 127 for byte in raw)  # noqa: PLR2004 - ASCII
    found = sum("\u4e00" <= sign <= "\u9fff" for sign in raw.decode(meant, "ignore"))
    return found >= _MARKS and found * width > _MOSTLY * high


def _byte(sign: str) -> bytes:
    """The byte that Western tools show as ``sign``; an error where there is none."""
    return sign.encode("latin-1") if ord(sign) < 256 else sign.encode("cp1252")  # noqa: PLR2004 - a byte


def transcode(path: Path, encoding: Encoding, target: Path) -> bool:
    """Write ``path`` as UTF-8 to ``target``; False, and no use of ``target``, when a byte does not fit."""
    decoder = codecs.getincrementaldecoder(encoding.name)()
    with path.open("rb") as source, target.open("wb") as sink:
        source.seek(encoding.skip)
        try:
            while chunk := source.read(CHUNK):
                sink.write(decoder.decode(chunk).encode())
            sink.write(decoder.decode(b"", final=True).encode())
        except UnicodeError:
            return False
    return True


def _whole_lines(head: bytes) -> bytes:
    """``head`` up to its last line end, so that no character is cut."""
    end = head.rfind(b"\n")
    return head if end < 0 or len(head) < SAMPLE else head[: end + 1]


def _wide(head: bytes) -> str:
    """UTF-16 without a mark shows as NULs in every second byte."""
    sample = head[:4096]
    if sample.count(0) < len(sample) // 5:
        return ""
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if max(even, odd) < 4 * min(even, odd):
        return ""
    return "utf-16-le" if odd > even else "utf-16-be"


def _decodes(data: bytes, name: str) -> bool:
    try:
        data.decode(name)
    except UnicodeDecodeError:
        return False
    return True


def _multibyte(lines: list[bytes]) -> bool:
    """Whether valid UTF-8 sequences outside ASCII occur: chance bytes do not make many of them."""
    return any(_decodes(line, "utf-8") for line in lines)


def _candidates(body: bytes) -> list[tuple[float, str]]:
    """How much the text looks like its language under each codec that takes every byte."""
    out = []
    for name in ("gb18030", "cp932", "cp1252", "cp950", "cp874", "euc_kr"):
        other = [c for c in body.decode(name) if c > "\x7f"] if _decodes(body, name) else []
        if other:
            score = _looks(name, "".join(other))
            out.append((score if name != "cp1252" or _lone(body) else 0.3 * score, name))
    return out


def _looks(name: str, text: str) -> float:
    """Share of the characters outside ASCII that a text of this encoding is made of, 0-1."""
    if name == "cp1252":
        return 0.95 * len(_WESTERN.findall(text)) / len(text)
    if name == "gb18030":
        return sum(_in(c, "gb2312") for c in text) / len(text)
    if name == "cp932":
        return (
            (len(_COMMON.findall(text)) + len(_KANA.findall(text)))
            / len(text)
            * (0.99 if _KANA.search(text) else 0.75)
        )
    if name == "cp950":
        low, high = _BIG5_OFTEN
        return 0.97 * sum(low <= c.encode(name)[0] <= high for c in text) / len(text)
    if name == "cp874":
        return (
            0.0
            if 10 * len(_NO_THAI.findall(text)) > len(text) // 10
            else 0.9 * len(_THAI.findall(text)) / len(text)
        )
    return 0.6 * len(_COMMON.findall(text)) / len(text)


def _lone(body: bytes) -> bool:
    """Whether bytes outside ASCII mostly stand alone, as accented letters do; East Asian text has runs of them."""
    runs = _HIGH.findall(body)
    return sum(len(run) == 1 for run in runs) >= 0.5 * len(runs)


def _in(character: str, name: str) -> bool:
    try:
        character.encode(name)
    except UnicodeEncodeError:
        return character in "€・㎡㎜㎝①②③④⑤⑥⑦⑧⑨⑩【】镕堃喆昇囍翀祎珺玥璟睿菓咘啰犇垚淼焱"
    return True


def _seems(body: bytes, name: str) -> float:
    """How much damaged bytes look like the language of an encoding, 0-1."""
    other = [c for c in body.decode(name, errors="replace") if c > "\x7f"]
    return _looks(name, "".join(other)) if other else 0.0


def _loose(body: bytes, name: str) -> float:
    """Share of the characters outside ASCII that survive decoding."""
    other = [c for c in body.decode(name, errors="replace") if c > "\x7f"]
    return sum(c != "\ufffd" for c in other) / len(other) if other else 0.0
