"""An option brief as one HTML page that needs nothing else: no script, no picture, nothing fetched; prints on A4."""

from __future__ import annotations

import re
import traceback
from collections.abc import Callable, Iterable
from functools import cache
from itertools import count
from pathlib import Path
from types import CodeType
from typing import TYPE_CHECKING, Any

from workbench.briefs.page import Block, Chart, Page, Ref, in_words
from workbench.errors import WorkbenchError

if TYPE_CHECKING:
    from markupsafe import Markup

_TEMPLATE = Path(__file__).with_name("page.html")
OURS = "brief"
"""The name by which a template of one's own extends this one."""

_OWN = "own"
_OBJECT = re.compile(r"'workbench\.[\w.]*\.(\w+) object'")


class BriefTemplateError(WorkbenchError):
    """The template has an error, so that nothing was written."""


def as_html(page: Page, template: Path | None = None) -> str:
    """The page as HTML; every text in it is escaped. A template of one's own may extend `brief` and set its blocks anew.

    Raises BriefTemplateError with the template's name, the line and what is wrong there.
    """
    from jinja2 import FunctionLoader, StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    own = "" if template is None else read_template(template)
    texts = {OURS: _TEMPLATE.read_text(encoding="utf-8"), _OWN: own}
    loader = FunctionLoader(lambda name: (texts[name], name, None) if name in texts else None)
    environment = ImmutableSandboxedEnvironment(loader=loader, autoescape=True, undefined=StrictUndefined)
    environment.globals |= {
        "page": page, "titles": {entry.key: entry.title for entry in page.annex}, "kind": _kind, "drawn": _drawing(), "in_words": in_words, "names": _names,
    }  # fmt: skip
    if template is None:
        ours = environment.template_class.from_code(environment, _compiled(), environment.make_globals(None))
        return ours.render()
    return _rendered(lambda: environment.get_template(_OWN).render(), template.name)


@cache
def _compiled() -> CodeType:
    """Our template, compiled once a process, as pages of every brief run it."""
    from jinja2 import StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    environment = ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    return environment.compile(_TEMPLATE.read_text(encoding="utf-8"), OURS, OURS)


def read_template(path: Path) -> str:
    """The text of a template; raises BriefTemplateError where it is not there or is no text."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise unreadable(path, error) from error
    except UnicodeDecodeError as error:
        raise BriefTemplateError(
            f"The template {path.name} is no text in UTF-8. Save it as UTF-8 and try again."
        ) from error


def unreadable(path: Path, error: OSError) -> BriefTemplateError:
    """What to say of a template that cannot be opened."""
    if isinstance(error, FileNotFoundError):
        return BriefTemplateError(f"There is no template {path}. Name one that is there; nothing was written.")
    return BriefTemplateError(
        f"The template {path} could not be read ({error.strerror or error}). Name another; nothing was written."
    )


def _rendered(render: Callable[[], str], name: str) -> str:
    """What a person's own template makes; whatever is wrong with it becomes one sentence with its line."""
    from jinja2 import TemplateError, TemplateSyntaxError

    try:
        return render()
    except TemplateSyntaxError as error:
        raise BriefTemplateError(f"{name}, line {error.lineno}: {error.message}. Nothing was written.") from error
    except (TemplateError, TypeError, ValueError, ArithmeticError, AttributeError, LookupError) as error:
        lines = [one.lineno for one in traceback.extract_tb(error.__traceback__) if one.filename == _OWN]
        where = f"{name}, line {lines[-1]}" if lines else name
        said = _OBJECT.sub(lambda found: found[1].lower(), str(error).rstrip(".")) or type(error).__name__
        raise BriefTemplateError(f"{where}: {said}. Nothing was written.") from error


def _drawing() -> Callable[[Chart], Markup]:
    """What draws the charts of one page: each twice, for a page and for a telephone, of which the page shows what fits."""
    from markupsafe import Markup

    from workbench.exchange.charts import as_svg

    numbers = count(1)

    def drawn(chart: Chart) -> Markup:
        name = f"chart-{next(numbers)}"
        return Markup(as_svg(chart, f"{name}-wide") + as_svg(chart, f"{name}-narrow", narrow=True))  # noqa: S704

    return drawn


def _names(refs: Iterable[Ref]) -> str:
    """What is cited, by its names: F1 and F5."""
    *first, last = [ref.key for ref in refs] or ["it"]
    return f"{', '.join(first)} and {last}" if first else last


def _kind(block: Block) -> Any:
    """What a block is, for the template."""
    return type(block).__name__.lower()
