"""The version of PromptSmith and of its code, in one place that imports nothing of it."""

from functools import lru_cache

VERSION = "0.1.0"


@lru_cache(maxsize=1)
def code_hash() -> str:
    """Return 16 hexadecimal digits that change with any file of the package.

    The hash of a ruleset covers what is found; scores, rewrites and templates have code of their own. What is kept for another
    process is kept under this hash too, so an edit of the code never meets results of the old one.
    """
    import hashlib
    from pathlib import Path

    digest = hashlib.blake2b(digest_size=8)
    package = Path(__file__).parent
    for file in sorted(package.rglob("*")):
        if file.is_file() and "__pycache__" not in file.parts:
            digest.update(file.relative_to(package).as_posix().encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()
