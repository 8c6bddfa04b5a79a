"""What no option uses, and what rests on little: over all briefs, from every line to where it is put right."""

from __future__ import annotations

from itertools import groupby

from workbench.briefs.orphans import HEADINGS, orphans
from workbench.tui.briefs.option_page import OptionPage
from workbench.tui.triangulation.evidence import Page
from workbench.tui.widgets.paper import Block, Part, Rule, Run, blank, words

NOTHING = (
    "Every strong finding is cited for an option. Of the options of briefs that are still open none rests on few people,"
    " on one kind of evidence or on a silent side alone."
)
ABOUT = (
    "Strong: rated of high prominence, nothing open, three people or more, and either sure or borne out by the other kind"
    " of evidence. Few people: fewer than three, or under a fifth of those asked."
)


class OrphansPage(Page):
    """Strong findings that no option uses, and options that stand on too little."""

    HELP = """\
### Unused and thin
Strong findings that no option cites, and options of open briefs that rest on few people, on one kind of evidence, or on topics where
one side is silent. `tab` walks the lines, `enter` goes to the finding or the option, `U` on a finding goes up to where
it is cited, `escape` goes back.
"""
    room = "briefs"
    page_title = "Unused and thin"

    def read_page(self) -> list[Part]:
        """Every line, kind by kind."""
        with self.project.read() as session:
            found = orphans(session)
        if not found:
            return [words(NOTHING, "quiet"), words(ABOUT, "quiet")]
        made: list[Part] = [words(ABOUT, "quiet")]
        for kind, listed in groupby(found, key=lambda one: one.kind):
            lines = list(listed)
            made += [blank(), Rule(f"{HEADINGS[kind]}: {len(lines)}", kind)]
            for one in lines:
                made.append(Block((Run(one.where, "title", one.leads), Run(f"  {one.what}"))))
                made.append(words(one.said, "quiet", indent=2))
        return made

    def follow_place(self, to: str) -> None:
        """Go to the finding, or to the option."""
        kind, *keys = to.split(":")
        if kind == "option":
            self.app.push_screen(OptionPage(int(keys[0]), int(keys[1])))
        else:
            super().follow_place(to)
