"""Police areas: which force polices a district of England and Wales, and which districts a force has.

Facts of the Police Act 1996, Schedule 1, as amended: a police area is made of whole counties, unitaries, boroughs and
metropolitan districts. The forces' names are those they go by. Authorities that have ended stand with those that
came after them.
"""

from __future__ import annotations

from functools import lru_cache

from workbench import geography


def _run(kind: str, first: int, last: int) -> tuple[str, ...]:
    """Codes that follow each other: E08, 1, 3 gives E08000001 to E08000003."""
    return tuple(f"{kind}{number:06}" for number in range(first, last + 1))


FORCES: dict[str, tuple[str, ...]] = {
    "Avon and Somerset Police": (*_run("E06", 22, 25), "E06000066", "E10000027"),
    "Bedfordshire Police": ("E06000032", "E06000055", "E06000056"),
    "Cambridgeshire Constabulary": ("E06000031", "E10000003"),
    "Cheshire Constabulary": ("E06000006", "E06000007", "E06000049", "E06000050"),
    "City of London Police": ("E09000001",),
    "Cleveland Police": _run("E06", 1, 4),
    "Cumbria Constabulary": ("E06000063", "E06000064", "E10000006"),
    "Derbyshire Constabulary": ("E06000015", "E10000007"),
    "Devon and Cornwall Police": ("E06000026", "E06000027", "E06000052", "E06000053", "E10000008"),
    "Dorset Police": ("E06000028", "E06000029", "E06000058", "E06000059", "E10000009"),
    "Durham Constabulary": ("E06000005", "E06000047"),
    "Dyfed-Powys Police": ("W06000008", "W06000009", "W06000010", "W06000023"),
    "Essex Police": ("E06000033", "E06000034", "E10000012"),
    "Gloucestershire Constabulary": ("E10000013",),
    "Greater Manchester Police": _run("E08", 1, 10),
    "Gwent Police": _run("W06", 18, 22),
    "Hampshire and Isle of Wight Constabulary": ("E06000044", "E06000045", "E06000046", "E10000014"),
    "Hertfordshire Constabulary": ("E10000015",),
    "Humberside Police": _run("E06", 10, 13),
    "Kent Police": ("E06000035", "E10000016"),
    "Lancashire Constabulary": ("E06000008", "E06000009", "E10000017"),
    "Leicestershire Police": ("E06000016", "E06000017", "E10000018"),
    "Lincolnshire Police": ("E10000019",),
    "Merseyside Police": _run("E08", 11, 15),
    "the Metropolitan Police": _run("E09", 2, 33),
    "Norfolk Constabulary": ("E10000020",),
    "North Wales Police": _run("W06", 1, 6),
    "North Yorkshire Police": ("E06000014", "E06000065", "E10000023"),
    "Northamptonshire Police": ("E06000061", "E06000062", "E10000021"),
    "Northumbria Police": ("E06000057", *_run("E08", 21, 24), "E08000037"),
    "Nottinghamshire Police": ("E06000018", "E10000024"),
    "South Wales Police": (*_run("W06", 11, 16), "W06000024"),
    "South Yorkshire Police": _run("E08", 16, 19),
    "Staffordshire Police": ("E06000021", "E10000028"),
    "Suffolk Constabulary": ("E10000029",),
    "Surrey Police": ("E10000030",),
    "Sussex Police": ("E06000043", "E10000011", "E10000032"),
    "Thames Valley Police": (*_run("E06", 36, 42), "E06000060", "E10000002", "E10000025"),
    "Warwickshire Police": ("E10000031",),
    "West Mercia Police": ("E06000019", "E06000020", "E06000051", "E10000034"),
    "West Midlands Police": _run("E08", 25, 31),
    "West Yorkshire Police": _run("E08", 32, 36),
    "Wiltshire Police": ("E06000030", "E06000054"),
}
_FORCE_OF = {code: name for name, codes in FORCES.items() for code in codes}


@lru_cache(maxsize=1024)
def force_of(code: str) -> str:
    """The name of the force that polices an area; empty where it is none of England and Wales, or wider than a force.

    >>> force_of("E07000077"), force_of("E06000034"), force_of("E92000001")
    ('Essex Police', 'Essex Police', '')
    """
    entry = geography.area(code)
    if entry is None:
        return ""
    return _FORCE_OF.get(entry.code) or _FORCE_OF.get(entry.parent or "", "")
