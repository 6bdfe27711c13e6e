"""A Jinja2 environment for templates that somebody else wrote: no code, no files, no endless work, no endless output."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from promptsmith.errors import TemplateRenderError, shorten, suggest
from promptsmith.templates.filters import camel_case, sql_format

if TYPE_CHECKING:
    from jinja2 import Environment, Template, nodes
    from jinja2.runtime import Context

MAX_SOURCE_CHARACTERS = 20_000
"""Longest template source. Judgement: twice the longest prompt."""

MAX_OUTPUT_CHARACTERS = 200_000
"""Longest rendered text and longest text inside a template. Judgement: 20 times the longest prompt."""

MAX_STEPS = 20_000
"""Passes of all loops of one rendering together, nested ones included. Judgement: about 50 ms of work."""

MAX_LITERALS = 20
"""List and mapping literals in one source. Each can double the work of comparing two of them. Judgement: under 0.1 s."""

MAX_DEPTH = 8
"""Nesting of lists and mappings in variables. Judgement."""


def _words(words: str) -> frozenset[str]:
    return frozenset(words.split())


# A template may change letters and pick parts. Everything that multiplies text, is random or reveals objects is left out.
_FILTERS = _words(
    "abs capitalize count d default dictsort escape first float int items join last length list lower map max min reject "
    "rejectattr replace reverse round select selectattr sort string sum title trim truncate unique upper wordcount"
)
_TEXT_METHODS = _words(
    "capitalize casefold count endswith find isalpha isdigit islower isnumeric isupper lower lstrip removeprefix removesuffix "
    "rstrip split splitlines startswith strip title upper keys values items get index"
)
_REFUSED = ("Macro", "CallBlock", "Import", "FromImport", "Include", "Extends", "Block")
_UNDEFINED_NAME = re.compile(r"'([^']*)' is undefined$")
_NO_ATTRIBUTE = re.compile(r"has no (?:attribute|element) '?([^']*)'?$")


@lru_cache(maxsize=1)
def environment() -> Environment:
    """Return the environment of all renderings. It holds no state of a single rendering."""
    from jinja2 import StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    class Sandbox(ImmutableSandboxedEnvironment):
        intercepted_binops = frozenset(("*", "**", "+", "%"))

        def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
            _check_operation(operator, left, right)
            return super().call_binop(context, operator, left, right)

        def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
            if callable(value):
                return attr in _TEXT_METHODS and isinstance(obj, str | list | tuple | dict)
            return super().is_safe_attribute(obj, attr, value)

        def wrap_str_format(self, value: Any) -> Callable[..., str] | None:
            if super().wrap_str_format(value) is not None:  # "{:1000000}".format(1) makes a megabyte of spaces
                raise TemplateRenderError("format() is not allowed in a template. Use ~ to join texts.")
            return None

    # The prompt is text for a model, not HTML: escaping would change the user's bytes.
    made = Sandbox(
        undefined=StrictUndefined, autoescape=False, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True,
        finalize=_printable, cache_size=0,
    )  # fmt: skip
    built_in = dict(made.filters)
    made.filters.clear()
    made.filters.update({name: built_in[name] for name in _FILTERS})
    made.filters.update(sql_format=sql_format, camel_case=camel_case, join=_join, replace=_replace)
    made.filters.update(_concatenate=_concatenate, _metered=_make_meter())
    made.globals.clear()
    made.globals["range"] = _short_range
    return made


def compile_source(source: str) -> Template:
    """Return the compiled template of ``source`` with its loops metered.

    Raises:
        TemplateRenderError: the source is too long, does not parse, or uses something a prompt template may not do.
    """
    from jinja2 import TemplateSyntaxError, nodes

    if not isinstance(source, str):
        raise TemplateRenderError(f"A template must be text, not {type(source).__name__}. Give the template's source.")
    if len(source) > MAX_SOURCE_CHARACTERS:
        raise TemplateRenderError(
            f"The template has {len(source):,} characters; at most {MAX_SOURCE_CHARACTERS:,} are allowed. Shorten it."
        )
    made = environment()
    try:
        tree = made.parse(source)
        for kind in _REFUSED:
            for node in tree.find_all(getattr(nodes, kind)):
                raise TemplateRenderError(
                    f"Template, line {node.lineno}: {kind.lower()} is not allowed in a prompt template. "
                    "Allowed: variables, filters, if, for, set. Write the text out."
                )
        if sum(1 for _ in tree.find_all((nodes.List, nodes.Dict, nodes.Tuple))) > MAX_LITERALS:
            raise TemplateRenderError(f"The template writes more than {MAX_LITERALS} lists. Give them as variables.")
        _meter_loops(tree, made)
        code = made.compile(tree)
    except TemplateSyntaxError as error:
        raise TemplateRenderError(_syntax_message(error.message or "", error.lineno)) from error
    except RecursionError as error:
        raise TemplateRenderError("The template is nested too deeply. Split it into simpler parts.") from error
    return made.template_class.from_code(made, code, made.make_globals(None))


def run(template: Template, values: Mapping[str, Any]) -> str:
    """Return the rendered text.

    Raises:
        TemplateRenderError: an undefined name, unsafe access, an operation that fails, or too much work or output.
    """
    from jinja2 import TemplateError, UndefinedError

    pieces: list[str] = []
    size = 0
    try:
        for piece in template.generate(dict(values), _budget=[MAX_STEPS]):
            pieces.append(piece)
            size += len(piece)
            if size > MAX_OUTPUT_CHARACTERS:
                raise TemplateRenderError(_too_long())
    except TemplateRenderError:
        raise
    except UndefinedError as error:
        raise TemplateRenderError(_undefined_message(error, values)) from error
    except (TemplateError, TypeError, ValueError, ArithmeticError, LookupError, AttributeError, RecursionError) as error:
        raise TemplateRenderError(
            f"Template{_line(error)}: {shorten(str(error).rstrip('.'), 120)}. Check that expression against the variables you give."
        ) from error
    return "".join(pieces)


def plain(name: str, value: object, depth: int = 0) -> object:
    """Return ``value`` if it is plain data (text, number, flag, None, lists and mappings of these).

    Raises:
        TemplateRenderError: an object of another kind, or one nested too deeply.
    """
    if depth > MAX_DEPTH:
        raise TemplateRenderError(f"Variable {name!r} is nested more than {MAX_DEPTH} levels deep. Flatten it.")
    if value is None or isinstance(value, str | int | float | bool):
        return value
    if isinstance(value, Mapping):
        return {str(key): plain(name, item, depth + 1) for key, item in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, bytes | bytearray | memoryview):
        return [plain(name, item, depth + 1) for item in value]
    raise TemplateRenderError(
        f"Variable {name!r} is of type {type(value).__name__}. Allowed: text, numbers, flags, None, and lists or mappings of "
        "these. Convert it, for example with str()."
    )


def _meter_loops(tree: nodes.Template, made: Environment) -> None:
    """Put a filter around what each loop reads that takes its passes from the budget, and around each ``~``."""
    from jinja2 import nodes

    for loop in tree.find_all(nodes.For):
        if loop.recursive:
            raise TemplateRenderError(f"Template, line {loop.lineno}: recursive loops are not allowed. Use nested loops.")
        loop.iter = nodes.Filter(loop.iter, "_metered", [], [], None, None, lineno=loop.lineno)
    _replace_concats(tree)
    tree.set_environment(made)


def _replace_concats(node: nodes.Node) -> None:
    from jinja2 import nodes

    for field, value in node.iter_fields():
        if isinstance(value, nodes.Node):
            _replace_concats(value)
            if isinstance(value, nodes.Concat):
                setattr(node, field, _checked_concat(value))
        elif isinstance(value, list):
            for number, item in enumerate(value):
                if isinstance(item, nodes.Node):
                    _replace_concats(item)
                if isinstance(item, nodes.Concat):
                    value[number] = _checked_concat(item)


def _checked_concat(node: nodes.Concat) -> nodes.Filter:
    from jinja2 import nodes

    items = nodes.List(node.nodes, lineno=node.lineno)
    return nodes.Filter(items, "_concatenate", [], [], None, None, lineno=node.lineno)


def _make_meter() -> Callable[..., list[Any]]:
    from jinja2 import pass_context

    @pass_context
    def metered(context: Context, items: Any) -> list[Any]:
        budget = context["_budget"]
        taken = list(items)
        budget[0] -= len(taken) + 1
        if budget[0] < 0:
            raise TemplateRenderError(f"The template's loops need more than {MAX_STEPS:,} passes. Loop over less.")
        return taken

    return metered


def _short_range(*bounds: int) -> range:
    made = range(*bounds)
    if len(made) > MAX_STEPS:
        raise TemplateRenderError(f"range gives {len(made):,} numbers; at most {MAX_STEPS:,} are allowed. Use a smaller range.")
    return made


def _check_operation(operator: str, left: Any, right: Any) -> None:
    """Refuse an operation whose result could be huge, before it is made."""
    if operator == "**":
        if isinstance(left, int) and isinstance(right, int) and left.bit_length() * abs(right) > 4096:
            raise TemplateRenderError("A power in the template is too large. Use smaller numbers.")
    elif operator == "%":
        if isinstance(left, str):  # "%1000000d" % 1 makes a megabyte of spaces
            raise TemplateRenderError("The % operator on text is not allowed in a template. Use ~ to join texts.")
    elif operator == "*":
        for many, times in ((left, right), (right, left)):
            if isinstance(many, str | list | tuple) and isinstance(times, int) and len(many) * times > MAX_STEPS:
                raise TemplateRenderError(_too_long())
        if isinstance(left, int) and isinstance(right, int) and left.bit_length() + right.bit_length() > 4096:
            raise TemplateRenderError("A product in the template is too large. Use smaller numbers.")
    elif isinstance(left, str | list | tuple) and isinstance(right, str | list | tuple):
        limit = MAX_OUTPUT_CHARACTERS if isinstance(left, str) else MAX_STEPS
        if len(left) + len(right) > limit:
            raise TemplateRenderError(_too_long())


def _printable(value: Any) -> Any:
    """Refuse to print a container: its Python form is never what a prompt should say."""
    from jinja2 import Undefined

    if isinstance(value, Undefined):
        return value  # printing it raises, with its name
    if isinstance(value, list | tuple | dict | range):
        raise TemplateRenderError(
            f"The template prints a {type(value).__name__}. Print its items: use the join filter or a for loop."
        )
    if callable(value):
        raise TemplateRenderError("The template prints a function. Call it, or remove it.")
    return value


def _concatenate(items: list[Any]) -> str:
    texts = [str(_printable(item)) for item in items]
    if sum(map(len, texts)) > MAX_OUTPUT_CHARACTERS:
        raise TemplateRenderError(_too_long())
    return "".join(texts)


def _join(items: Any, separator: str = "") -> str:
    texts = [str(_printable(item)) for item in items]
    if sum(map(len, texts)) + len(str(separator)) * len(texts) > MAX_OUTPUT_CHARACTERS:
        raise TemplateRenderError(_too_long())
    return str(separator).join(texts)


def _replace(text: Any, old: str, new: str) -> str:
    whole = str(_printable(text))
    if len(whole) + whole.count(str(old)) * len(str(new)) > MAX_OUTPUT_CHARACTERS:
        raise TemplateRenderError(_too_long())
    return whole.replace(str(old), str(new))


def _too_long() -> str:
    return f"The rendered text would exceed {MAX_OUTPUT_CHARACTERS:,} characters. Give shorter variables or a shorter template."


def _line(error: BaseException) -> str:
    """Return ``, line n`` from the frame of the template in the traceback, or nothing."""
    trace, line = error.__traceback__, None
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == "<template>":
            line = trace.tb_lineno
        trace = trace.tb_next
    return f", line {line}" if line else ""


def _undefined_message(error: Exception, values: Mapping[str, Any]) -> str:
    text = str(error)
    match = _UNDEFINED_NAME.search(text) or _NO_ATTRIBUTE.search(text)
    name = match[1] if match else shorten(text)
    names = sorted(values)
    defined = ", ".join(names) if names else "none"
    where = _line(error)
    return (
        f"Template{where}: variable {name!r} is not defined.{suggest(name, names)} Defined: {defined}. "
        "Add it to the variables or take it out of the template."
    )


def _syntax_message(message: str, line: int) -> str:
    """Return the message for a source that does not parse; a wrong filter name gets the nearest right one."""
    unknown = re.match(r"No filter named '(\w+)'", message)
    near = ""
    if unknown:
        allowed = sorted(name for name in environment().filters if not name.startswith("_"))
        close = difflib.get_close_matches(unknown[1], allowed, n=1)
        near = f" Did you mean {close[0]!r}?" if close else ""
        near += f" Filters: {', '.join(allowed)}."
    return f"Template, line {line}: {shorten(message, 160).rstrip('.')}.{near} Correct the template's source."
