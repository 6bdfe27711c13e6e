"""What each tool returns, as JSON schemas made from the declarations of `promptsmith.schema`."""

from __future__ import annotations

from typing import Any

from promptsmith import schema

Schema = dict[str, Any]

_SPAN = {"start": {"type": "integer", "minimum": 0}, "end": {"type": "integer", "minimum": 0}}


def _object(properties: Schema, description: str = "", required: list[str] | None = None) -> Schema:
    made: Schema = {
        "type": "object",
        "properties": properties,
        "required": list(properties) if required is None else required,
        "additionalProperties": False,
    }
    return {**made, "description": description} if description else made


def _list(items: Schema, description: str = "") -> Schema:
    return {"type": "array", "items": items, **({"description": description} if description else {})}


_TEXT: Schema = {"type": "string"}
_TYPES: dict[str, Schema] = {
    "id": _TEXT,
    "text": _TEXT,
    "int": {"type": "integer"},
    "float": {"type": "number"},
    "bool": {"type": "boolean"},
    "names": _list(_TEXT),
    "examples": _list(_object({"input": _TEXT, "output": _TEXT})),
    "spans": _list(_object(_SPAN)),
    "edits": _list(_object({**_SPAN, "before": _TEXT, "after": _TEXT, "rule": _TEXT})),
    "proof": _list(_object({"invariant": _TEXT, "holds": {"type": "boolean"}, "detail": _TEXT})),
}


def nullable(node: Schema) -> Schema:
    """Return the schema of ``node`` or null."""
    return {**node, "type": [node["type"], "null"]}


def row_schema(table: schema.Table, without: tuple[str, ...] = ()) -> Schema:
    """Return the schema of one row of a table: type, range, meaning, and null only where the table says what it means."""
    properties: Schema = {}
    for column in table.columns:
        if column.name in without:
            continue
        node = dict(_TYPES[column.dtype])
        told = column.meaning + (f", in {column.unit}" if column.unit else "")
        if column.null != schema.NEVER:
            node, told = nullable(node), f"{told}; null: {column.null}"
        bounds = {"minimum": column.low, "maximum": column.high}
        properties[column.name] = {
            **node,
            **{key: value for key, value in bounds.items() if value is not None},
            "description": told,
        }
    return _object(properties)


MADE = {
    "version": {"type": "string", "description": "version of PromptSmith"},
    "ruleset": {"type": "string", "description": "hash of the rules and the code behind findings: equal hash, equal findings"},
}
_WEIGHTS = {"weights": {"type": "string", "description": "name and hash of the weights behind overall"}}

FINDINGS = _list(row_schema(schema.FINDINGS, ("prompt_id",)), "located defects, in the order of the text")
EVALUATION = row_schema(schema.PROMPTS, ("prompt_id", "prompt"))
_SHARE = {"type": "number", "minimum": 0, "maximum": 1}
_NULL_PLACE = nullable({"type": "integer", "minimum": 0})

BREAKDOWN = _list(
    _object(
        {
            "dimension": _TEXT,
            "score": {**_SHARE, "description": "the dimension, from 0 to 1"},
            "weight": {**_SHARE, "description": "what it counts in the overall score of this domain"},
            "factors": _list(
                _object(
                    {
                        "name": {"type": "string", "description": "what is measured, or what the finding says"},
                        "source": {"type": "string", "description": "measured, or the code of the rule"},
                        "points": {"type": "number", "description": "contribution to overall; all points add up to it exactly"},
                        "possible": {**_SHARE, "description": "the most this factor can contribute; 0 for a finding"},
                        "start": _NULL_PLACE,
                        "end": _NULL_PLACE,
                    }
                )
            ),
        }
    ),
    "what the overall score is made of, for the criteria asked for; empty when there is no score",
)
RECOMMENDATIONS = _list(
    _object(
        {
            "impact": {"type": "string", "enum": ["high", "medium", "low"]},
            "dimension": _TEXT,
            "source": {"type": "string", "description": "measured, or the code of the rule"},
            "points": {**_SHARE, "description": "what overall can gain at most"},
            "message": _TEXT,
        }
    ),
    "what to change, what gains most first, for the criteria asked for",
)

EVALUATE = _object(
    {
        "evaluation": EVALUATION,
        "breakdown": BREAKDOWN,
        "recommendations": RECOMMENDATIONS,
        "findings": FINDINGS,
        "constraints": _list(row_schema(schema.CONSTRAINTS, ("prompt_id",)), "typed limits the prompt states"),
        **MADE,
        **_WEIGHTS,
    }
)

VALIDATE = _object(
    {
        **row_schema(schema.VALIDATED, ("prompt_id",))["properties"],
        "findings": FINDINGS,
        **MADE,
    }
)

PROCESS = _object(
    {
        **row_schema(schema.PROCESSED, ("prompt_id", "elapsed_ms"))["properties"],
        "target_model": _TEXT,
        "target_findings": {
            **nullable(FINDINGS),
            "description": "what the target model does not need in the refined text; null: no particular target",
        },
        "variables": _list(_TEXT, "names of the values that were given"),
        **MADE,
        **_WEIGHTS,
    }
)

_RANKED = _object(
    {
        "rank": {**nullable({"type": "integer", "minimum": 1}), "description": "equal scores share a rank; null: no score"},
        "name": _TEXT,
        "verdict": {"type": "string", "enum": ["best", "tied with the best", "lower", "not judged"]},
        "overall": nullable(_SHARE),
        "overall_low": nullable(_SHARE),
        "overall_high": nullable(_SHARE),
        "score_status": _TEXT,
    }
)

COMPARE = _object(
    {
        "winner": {
            **nullable(_TEXT),
            "description": "name of the only variant with the highest score; null: a tie, or no score",
        },
        "ranking": _list(_RANKED, "variants from best to worst"),
        "summary": _list(_TEXT, "what the comparison says, in sentences"),
        "variants": _list(
            row_schema(schema.PROMPTS, ("prompt_id", "prompt"))
            | {"properties": {"name": _TEXT, **EVALUATION["properties"]}, "required": ["name", *EVALUATION["required"]]},
            "each variant as it was judged",
        ),
        "score_differences": _list(row_schema(schema.SCORE_DIFFERENCES), "each variant beside the first, score by score"),
        "finding_changes": _list(row_schema(schema.FINDING_CHANGES), "rules with findings in a variant or the first one"),
        "constraint_changes": _list(
            row_schema(schema.CONSTRAINT_CHANGES), "limits that a variant and the first one do not share"
        ),
        **MADE,
        **_WEIGHTS,
    }
)

_STORED = {
    "id": {"type": "string", "description": "id of the stored prompt"},
    "version": {"type": "integer", "minimum": 1, "description": "number of the version, from 1"},
    "label": {**nullable(_TEXT), "description": "your own version label; null: none was given"},
    "name": nullable(_TEXT),
    "domain": nullable(_TEXT),
    "language": nullable(_TEXT),
    "tags": _list(_TEXT),
    "is_public": {"type": "boolean"},
    "owner": {"type": "string", "description": "who saved it"},
    "overall": {**nullable(_SHARE), "description": "null: the text has no score"},
    "is_valid": {"type": "boolean"},
    "codes": _list(_TEXT, "codes of its findings"),
    "description": {**nullable(_TEXT), "description": "what it is for; null: nothing was said"},
    "created_at": {"type": "string", "format": "date-time"},
    "updated_at": {"type": "string", "format": "date-time"},
}
GET = _object({**_STORED, "prompt": {"type": "string", "description": "the text, byte for byte"}})
SAVE = _object(
    {
        **GET["properties"],
        "similar": _list(
            _object(
                {
                    "id": _TEXT,
                    "rank": {"type": "integer", "minimum": 1},
                    "kind": {"type": "string", "enum": ["exact", "normalised", "near"]},
                    "similarity": _SHARE,
                    "excerpt": _TEXT,
                }
            ),
            "stored prompts that resemble it, the most similar first",
        ),
    }
)
SEARCH = _object(
    {
        "results": _list(
            _object(
                {
                    **_STORED,
                    "excerpt": {"type": "string", "description": "beginning of the text; get_prompt gives all of it"},
                    "relevance": {
                        **nullable({"type": "number", "minimum": 0}),
                        "description": "BM25 of the words of the query, higher is better; null: no words were given",
                    },
                }
            )
        ),
        "total": {"type": "integer", "minimum": 0, "description": "how many fit in all, not only on this page"},
        "params": {"type": "object", "description": "the request as it was understood, with its defaults"},
    }
)
_COUNT = {"type": "integer", "minimum": 0}
STATS = _object(
    {
        "days": {"type": "integer", "minimum": 1},
        "store": {
            **nullable(
                _object(
                    {
                        "n_prompts": {**_COUNT, "description": "stored prompts you can read"},
                        "n_public": _COUNT,
                        "n_private": _COUNT,
                        "n_scored_80": {**_COUNT, "description": "of them with an overall score of at least 0.8"},
                        "best_overall": {**nullable(_SHARE), "description": "null: none has a score"},
                    }
                )
            ),
            "description": "null: the store cannot be used; store_reason says why",
        },
        "store_reason": nullable(_TEXT),
        "server": _object(
            {
                "n_calls": {**_COUNT, "description": "your calls in these days, as far as this process remembers"},
                "n_errors": _COUNT,
                "median_ms": {**nullable({"type": "number", "minimum": 0}), "description": "null: no call yet"},
                "by_operation": {"type": "object", "additionalProperties": _COUNT},
            }
        ),
        "system": _object(
            {
                "name": _TEXT,
                "version": _TEXT,
                "uptime_s": {"type": "number", "minimum": 0},
                "peak_memory_mb": {**nullable({"type": "number"}), "description": "null: this system does not say"},
            }
        ),
    }
)
