"""The style sheet of the app: each piece is parsed once a process, and what applies to a widget is looked for once.

Textual looks through all rules again for every widget, and for each part of it that has a style of its own, whenever
a screen comes, a key moves the focus or a class changes. What it finds depends on the names along the way from the
app to the widget, and on what the rules ask of these beside their names (`:focus`, `:disabled`): kept by both, it is there at once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Any, cast

from textual.cache import LRUCache
from textual.css.styles import RulesMap
from textual.css.stylesheet import Stylesheet
from textual.dom import DOMNode

PIECES = 1024
"""Pieces of style that are kept for a set of colours; Textual forgets those beyond 64."""
SHEETS = 32
"""Sets of rules for which it is kept what applied: each screen with styles of its own makes another."""

Names = tuple[tuple[type, str | None, frozenset[str]], ...]
"""From the app to a widget: each one's class, its id, and the classes it has in the style sheet."""


@dataclass(slots=True)
class Applying:
    """What of a style sheet may apply to a widget with these names along its way."""

    asks: tuple[tuple[int, Callable[[Any], bool]], ...]
    """What the rules ask beside names: of which on the way, and the question."""
    found: dict[tuple[bool, ...], RulesMap] = field(default_factory=dict)
    """The styles by the answers."""
    flags: tuple[bool, bool, bool, bool] = (False, False, False, False)
    """What Textual notes on a widget, so that it looks again when the mouse, the focus or the order of its siblings changes."""


_PARSED: dict[frozenset[tuple[str, str]], LRUCache[Any, Any]] = {}
"""By the colours, the pieces parsed with them."""
_APPLIED: LRUCache[Any, dict[Names, Applying]] = LRUCache(SHEETS)
"""By colours and pieces, what has been found to apply."""


class OnceParsed(Stylesheet):
    """Textual's style sheet, which keeps what it has parsed and what it has found to apply."""

    def __init__(self, *, variables: dict[str, str] | None = None) -> None:
        super().__init__(variables=variables)
        self._parse_cache = self._parsed()
        self._applying: dict[Names, Applying] = {}

    def set_variables(self, variables: dict[str, str]) -> None:
        """Take other colours; the same ones change nothing."""
        if variables != self._variables:
            self._parse_cache = LRUCache(1)
            super().set_variables(variables)
            self._parse_cache = self._parsed()

    def _colours(self) -> frozenset[tuple[str, str]]:
        return frozenset(self._variables.items())

    def _parsed(self) -> LRUCache[Any, Any]:
        return _PARSED.setdefault(self._colours(), LRUCache(PIECES))

    def reparse(self) -> None:
        """Parse what is new or was parsed with other colours."""
        self.parse()

    def parse(self) -> None:
        """Parse what is new; what applies is known again where these same rules were there before."""
        super().parse()
        rules = (self._colours(), tuple(self.source.items()))
        known = _APPLIED.get(rules)
        if known is None:
            known = _APPLIED[rules] = {}
        self._applying = known

    def apply(self, node: DOMNode, *, animate: bool = False, cache: object = None) -> None:  # noqa: ARG002
        """Give a widget its styles; `cache` is what Textual keeps from one widget to the next."""
        _ = self.rules  # parses what was added
        way = node.css_path_nodes
        names = tuple((type(one), one._id, frozenset(one._classes)) for one in way)
        applying = self._applying.get(names)
        if applying is None:
            applying = self._applying[names] = Applying(self._asked(node, way))
        answers = tuple([bool(ask(way[at])) for at, ask in applying.asks])
        found = applying.found.get(answers)
        if found is None:
            self._look_for(node, applying, answers, animate=animate)
            return
        node._has_hover_style, node._has_focus_within, node._has_order_style, node._has_odd_or_even = applying.flags
        if found == node.styles.base._rules and not _is_moving(node, found):
            node.notify_style_update()
        else:
            self.replace_rules(node, found, animate=animate)
        self._process_component_classes(node)

    def _asked(self, node: DOMNode, way: list[DOMNode]) -> tuple[tuple[int, Callable[[Any], bool]], ...]:
        """What the rules that may apply to a widget ask of it, and of those it lies in, beside names."""
        by_name = self.rules_map
        selectors = [
            selector
            for name in by_name.keys() & node._selector_names
            for rule in by_name[name]
            for chain in rule.selector_set
            for selector in chain.selectors
            if selector.pseudo_classes
        ]
        asked = {
            (at, asking): one._PSEUDO_CLASSES[asking]
            for selector in selectors
            for at, one in enumerate(way)
            if selector._check(one)
            for asking in selector.pseudo_classes
            if asking in one._PSEUDO_CLASSES
        }
        return tuple((at, ask) for (at, _), ask in asked.items())

    def _look_for(self, node: DOMNode, applying: Applying, answers: tuple[bool, ...], *, animate: bool) -> None:
        """Have Textual look through the rules, and keep what it found, unless it is still moving there."""
        base = node.styles.base
        if type(node) is DOMNode:
            base.reset()
        super().apply(node, animate=animate)
        rules = base.get_rules()
        if not (animate and _is_moving(node, rules)):
            applying.found[answers] = rules
            applying.flags = (
                node._has_hover_style,
                node._has_focus_within,
                node._has_order_style,
                node._has_odd_or_even,
            )

    def _process_component_classes(self, node: DOMNode) -> None:
        """Give each part of a widget that has a style of its own that style."""
        kept, changed = node._component_styles, False
        for component in _components(type(node)):
            part = kept[component].node if component in kept else None
            if part is None:
                part = DOMNode(classes=component)
                part._attach(node)
            before = part.styles.base._updates
            self.apply(part)
            changed = changed or component not in kept or part.styles.base._updates != before
            kept[component] = part.styles
        if changed:
            node.refresh()


@cache
def _components(kind: type[DOMNode]) -> tuple[str, ...]:
    return tuple(sorted(kind._get_component_classes()))


def _is_moving(node: DOMNode, rules: RulesMap) -> bool:
    """Whether a style of a widget is on its way from one value to another."""
    if type(node) is DOMNode:
        return False
    animator, base = node.app.animator, node.styles.base
    return any(animator.is_being_animated(base, name) for name in cast("dict[str, Any]", rules))
