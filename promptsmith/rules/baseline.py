"""Findings that are known already: a file of them, keyed on what is written and not on where it stands."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from promptsmith.errors import InputError

VERSION = 1

_SPACES = re.compile(r"\s+")
_ITEM = re.compile(r"^(?:[-*+•>#]+|\(?\d{1,3}[.)])\s+")
_KEYS = ("code", "count", "excerpt", "files", "key")


class Place(NamedTuple):
    """A finding with the text it is in.

    Attributes:
        code: code of the rule.
        text: the prompt.
        start, end: the span in it.
        excerpt: the span's text as findings tell it.
        file: file that holds the prompt, or what a user calls a text that is in no file.
        is_secret: the span's text must not be worked out from the key.
    """

    code: str
    text: str
    start: int
    end: int
    excerpt: str
    file: str
    is_secret: bool = False

    @property
    def key(self) -> str:
        """32 hexadecimal digits from code, excerpt and surrounding line.

        Lines before and after, indentation, list marks and item numbers do not change it, so a known finding stays known when text
        is added elsewhere. Of a secret only the excerpt and the line without the span go in: what is hidden cannot be tried out.
        """
        first = self.text.rfind("\n", 0, self.start) + 1
        last = self.text.find("\n", self.end)
        line = self.text[first : len(self.text) if last < 0 else last]
        if self.is_secret:
            excerpt, line = self.excerpt, self.text[first : self.start] + "\0" + line[self.end - first :]
        else:
            excerpt = _plain(self.text[self.start : self.end])
        content = "\n".join((self.code, excerpt, _ITEM.sub("", _plain(line))))
        return hashlib.blake2b(content.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


@dataclass(frozen=True)
class Known:
    """One entry: a finding and how often it occurs.

    Attributes:
        key: `Place.key`.
        code, excerpt: what a reader of the file sees.
        count: number of occurrences.
        files: where they were, to know which entries a call can say anything about.
    """

    key: str
    code: str
    excerpt: str
    count: int
    files: tuple[str, ...]


@dataclass(frozen=True)
class Baseline:
    """Known findings by key."""

    entries: Mapping[str, Known]

    @classmethod
    def of(cls, places: Iterable[Place]) -> Baseline:
        """Return the baseline that knows these findings."""
        grouped: dict[str, list[Place]] = {}
        for place in places:
            grouped.setdefault(place.key, []).append(place)
        return cls(
            {
                key: Known(key, same[0].code, same[0].excerpt, len(same), tuple(sorted({place.file for place in same})))
                for key, same in grouped.items()
            }
        )

    @classmethod
    def read(cls, path: Path) -> Baseline:
        """Return the baseline in a file.

        Raises:
            InputError: the file is missing, or is no baseline of this version.
        """
        try:
            content = json.loads(path.read_text(encoding="utf-8"))
        except OSError as error:
            raise InputError(
                f"The baseline {str(path)!r} cannot be read: {error.strerror or error}. "
                f"Make it with: promptsmith lint ... --write-baseline {path}"
            ) from error
        except ValueError as error:
            raise InputError(
                f"The baseline {str(path)!r} is not JSON: {error}. Write it again with --write-baseline."
            ) from error
        if not isinstance(content, dict) or content.get("version") != VERSION or not isinstance(content.get("findings"), list):
            raise InputError(
                f"{str(path)!r} is no baseline of version {VERSION}. Write it again with: promptsmith lint ... --write-baseline {path}"
            )
        return cls({known.key: known for known in (_known(item, path) for item in content["findings"])})

    def to_json(self) -> str:
        """Return the baseline as JSON text, ordered by code, excerpt and key: equal findings give equal bytes."""
        ordered = sorted(self.entries.values(), key=lambda known: (known.code, known.excerpt, known.key))
        findings = [{**{name: getattr(known, name) for name in _KEYS}, "files": list(known.files)} for known in ordered]
        return json.dumps({"version": VERSION, "findings": findings}, ensure_ascii=False, indent=1) + "\n"

    def compare(
        self, places: Sequence[Place], *, codes: Collection[str], files: Collection[str]
    ) -> tuple[list[int], list[Known]]:
        """Return the numbers of the findings that are new, and the known ones that are fixed, with how many of each.

        An entry that occurs less often than before is fixed; more often, the later occurrences are new.

        Args:
            places: the findings of this call.
            codes: the rules that ran; an entry of another rule is not judged.
            files: the files that were read; an entry of other files is not judged.
        """
        left = {key: known.count for key, known in self.entries.items()}
        new: list[int] = []
        for number, place in enumerate(places):
            key = place.key
            if left.get(key, 0) > 0:
                left[key] -= 1
            else:
                new.append(number)
        fixed = [
            Known(key, known.code, known.excerpt, left[key], known.files)
            for key, known in self.entries.items()
            if left[key] and known.code in codes and any(file in files for file in known.files)
        ]
        return new, sorted(fixed, key=lambda known: (known.code, known.excerpt, known.key))


def _plain(text: str) -> str:
    return _SPACES.sub(" ", text).strip()


def _known(item: Any, path: Path) -> Known:
    try:
        return Known(
            str(item["key"]), str(item["code"]), str(item["excerpt"]), int(item["count"]), tuple(map(str, item["files"]))
        )
    except (KeyError, TypeError, ValueError) as error:
        raise InputError(f"The baseline {str(path)!r} has an entry without {', '.join(_KEYS)}: {error!r}.") from error
