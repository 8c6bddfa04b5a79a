"""The codebook as XML: within a project, and by itself as a .qdc."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from workbench.exchange.refi.escaping import element, quoted
from workbench.exchange.refi.outgoing import OutCode, OutSet

NAMESPACE = "urn:QDA-XML:codebook:1.0"


def codebook_as_qdc(codes: Sequence[OutCode], sets: Sequence[OutSet], origin: str) -> bytes:
    """A codebook as a .qdc, with the sets that gather its codes and who wrote it; there is at least one code."""
    pieces = [
        '<?xml version="1.0" encoding="utf-8"?>\n',
        f'<CodeBook xmlns="{NAMESPACE}" origin="{quoted(origin)}">\n<Codes>\n',
        *code_tree(codes, notes=False),
        "</Codes>\n",
    ]
    if sets:
        pieces.append("<Sets>\n")
        for one in sets:
            members = "".join(f'<MemberCode guid="{guid}"/>' for guid in one.codes)
            said = element("Description", one.description)
            pieces.append(f'<Set guid="{one.guid}" name="{quoted(one.name)}">{said}{members}</Set>\n')
        pieces.append("</Sets>\n")
    pieces.append("</CodeBook>\n")
    return "".join(pieces).encode()


def code_tree(codes: Iterable[OutCode], *, notes: bool) -> Iterator[str]:
    """Codes as elements one within another; what refers to notes has no place in a .qdc."""
    depth = -1
    for code in codes:
        yield "</Code>\n" * (depth - code.depth + 1)
        depth = code.depth
        codable = "true" if code.codable else "false"
        refers = "".join(f'<NoteRef targetGUID="{note}"/>' for note in code.notes) if notes else ""
        yield (
            f'<Code guid="{code.guid}" name="{quoted(code.name)}" isCodable="{codable}" color="{code.colour}">'
            f"{element('Description', code.description)}{refers}\n"
        )
    yield "</Code>\n" * (depth + 1)
