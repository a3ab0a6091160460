"""Every sentence in both languages: a code and its values come in, plain Chinese or English goes out."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from typing import Literal, TypeAlias

Language: TypeAlias = Literal["zh", "en"]
FILES: Mapping[Language, str] = {"zh": "zh_CN.toml", "en": "en.toml"}

CHOICE = re.compile(r"\[(\w+):([^|\]]*)\|([^\]]*)\]")
NUMBER = re.compile(r"[\d.,]+")

Tree: TypeAlias = Mapping[str, object]


@cache
def _tree(language: Language) -> Tree:
    return tomllib.loads(resources.files(__package__).joinpath(FILES[language]).read_text(encoding="utf-8"))


def keys(language: Language) -> frozenset[str]:
    """Every key of a language, dotted; lists count as one key."""

    def walk(tree: Tree, prefix: str) -> Iterator[str]:
        for name, value in tree.items():
            if isinstance(value, Mapping):
                yield from walk(value, f"{prefix}{name}.")
            else:
                yield prefix + name

    return frozenset(walk(_tree(language), ""))


def numbered(sentence: str, values: Mapping[str, object]) -> str:
    """The sentence with every ``[name:one|more]`` put in the number of the value: 1, or one name, is one."""
    return CHOICE.sub(lambda met: met[2] if _one(str(values.get(met[1], ""))) else met[3], sentence)


def _one(text: str) -> bool:
    return text == "1" or not (NUMBER.fullmatch(text) or ", " in text)


class Texts:
    """The sentences of one language."""

    def __init__(self, language: Language) -> None:
        """``language``: 'zh' or 'en'."""
        self.language = language
        self._tree = _tree(language)

    def _find(self, key: str) -> object:
        at: object = self._tree
        for part in key.split("."):
            if not isinstance(at, Mapping) or part not in at:
                return None
            at = at[part]
        return at

    def has(self, key: str) -> bool:
        """Whether there is a sentence for ``key``."""
        return isinstance(self._find(key), str | list)

    def say(self, key: str, /, **values: object) -> str:
        """The sentence for ``key``, filled in; raises KeyError where there is none."""
        found = self._find(key)
        if not isinstance(found, str):
            raise KeyError(key)
        return numbered(found, values).format(**values) if values else found

    def steps(self, key: str) -> tuple[str, ...]:
        """A list of sentences; raises KeyError where there is none."""
        found = self._find(key)
        if not isinstance(found, list):
            raise KeyError(key)
        return tuple(str(step) for step in found)
