"""The tools: name, title, description, arguments, result, scope and function of each, in one list."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from promptsmith.server import arguments, judging, outputs
from promptsmith.server.arguments import Arguments
from promptsmith.server.caller import Answer, Caller
from promptsmith.server.figures import Figures
from promptsmith.server.library import Library
from promptsmith.server.storing import StoreTools


@dataclass(frozen=True)
class Tool:
    """One tool.

    Attributes:
        name, title, description: what a client shows; the description is for a model that must choose.
        arguments: model of the arguments.
        output: JSON schema of the structured content.
        call: the function.
        scope: what a caller needs.
        is_read_only: nothing is stored.
        is_idempotent: a second equal call changes nothing more.
    """

    name: str
    title: str
    description: str
    arguments: type[Arguments]
    output: Mapping[str, Any]
    call: Callable[[Any, Caller], Answer]
    scope: str = "read"
    is_read_only: bool = True
    is_idempotent: bool = True


JUDGING = (
    Tool(
        "process_prompt",
        "Rewrite a prompt",
        "Rewrite a prompt without changing what its author said, and prove it. Use it before a prompt is sent or stored. Returns the "
        "refined text, the prompt set in a template, a system prompt for domain, tone and context, examples, every edit, and the "
        "invariants checked. A prompt that needs nothing comes back unchanged. For scores use evaluate_prompt, for faults "
        "validate_prompt.",
        arguments.ProcessPrompt,
        outputs.PROCESS,
        judging.process_prompt,
    ),
    Tool(
        "evaluate_prompt",
        "Score a prompt",
        "Measure one prompt: clarity, specificity, structure, completeness and overall from 0 to 1 with an interval, what each score is "
        "made of, what to change first, located findings and the limits it states. Deterministic: the same text gets the same score. "
        "To choose between prompts use compare_prompts, for a yes or no validate_prompt.",
        arguments.EvaluatePrompt,
        outputs.EVALUATE,
        judging.evaluate_prompt,
    ),
    Tool(
        "compare_prompts",
        "Compare prompts",
        "Compare 2 to 10 variants of a prompt: ranking by overall score with ties said aloud, and for each variant beside the first one "
        "the scores, findings and limits that differ. Use it to choose between wordings or to check a change.",
        arguments.ComparePrompts,
        outputs.COMPARE,
        judging.compare_prompts,
    ),
    Tool(
        "validate_prompt",
        "Check a prompt",
        "Say whether a prompt is valid, with errors, warnings, suggestions and the place of each finding. Use it as a gate before a "
        "prompt is used. It gives no scores: for these use evaluate_prompt.",
        arguments.ValidatePrompt,
        outputs.VALIDATE,
        judging.validate_prompt,
    ),
)


def store_tools(library: Library, figures: Figures) -> tuple[Tool, ...]:
    """Return the tools over stored prompts."""
    bound = StoreTools(library, figures)
    return (
        Tool(
            "save_prompt",
            "Store a prompt",
            "Store a prompt with its metadata so that it can be found again; it is measured on the way. Returns its id and the stored "
            "prompts that resemble it. Saving the same text again makes a second entry. It is private unless is_public is true.",
            arguments.SavePrompt,
            outputs.SAVE,
            bound.save_prompt,
            scope="write",
            is_read_only=False,
            is_idempotent=False,
        ),
        Tool(
            "search_prompts",
            "Search stored prompts",
            "Find stored prompts by words, domain, tags, score and visibility; yours and public ones. Returns excerpts with ids, a page "
            "at a time, and the true total. For the whole text use get_prompt.",
            arguments.SearchPrompts,
            outputs.SEARCH,
            bound.search_prompts,
        ),
        Tool(
            "get_prompt",
            "Read a stored prompt",
            "Return one stored prompt by its id, byte for byte, with its metadata and score.",
            arguments.GetPrompt,
            outputs.GET,
            bound.get_prompt,
        ),
        Tool(
            "get_stats",
            "Figures of store and server",
            "Say how many prompts are stored, how many calls you made in the last days, how long they took and how many failed.",
            arguments.GetStats,
            outputs.STATS,
            bound.get_stats,
            is_idempotent=True,
        ),
    )
