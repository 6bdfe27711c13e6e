"""The public names: all there, all documented, and no others by accident."""

import importlib
import inspect

import pytest

import promptsmith as ps
from promptsmith import api
from promptsmith import errors as errors_module

FUNCTIONS = ("evaluate", "validate", "process", "load", "rules", "explain")


def test_every_public_name_can_be_used() -> None:
    for name in ps.__all__:
        assert getattr(ps, name) is not None, name


def test_dir_lists_the_public_names() -> None:
    assert dir(ps) == sorted(ps.__all__)


def test_a_name_that_does_not_exist_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="module 'promptsmith' has no attribute 'evaluat'"):
        _ = ps.evaluat  # type: ignore[attr-defined]


def test_there_are_few_public_names() -> None:
    assert len(ps.__all__) <= 45
    assert len(set(ps.__all__)) == len(ps.__all__)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_public_function_takes_one_positional_argument_and_documents_itself(name: str) -> None:
    function = getattr(api, name)

    positional = [p for p in inspect.signature(function).parameters.values() if p.kind is not p.KEYWORD_ONLY]
    documented = inspect.getdoc(function) or ""

    assert len(positional) <= 1
    assert documented.splitlines()[0].endswith((".", ":"))
    assert "Return" in documented


def test_rules_can_be_called_although_a_folder_has_its_name() -> None:
    importlib.import_module("promptsmith.rules.engine")
    assert ps.rules()["code"].is_unique
    assert len(ps.rules()) == len(api.rules())


@pytest.mark.parametrize("name", [name for name in ps.__all__ if isinstance(getattr(ps, name), type)])
def test_every_public_class_says_what_it_is(name: str) -> None:
    assert (getattr(ps, name).__doc__ or "").strip()


def test_every_error_is_a_promptsmith_error_and_a_builtin_one() -> None:
    errors = [
        value for value in vars(errors_module).values() if isinstance(value, type) and issubclass(value, ps.PromptSmithError)
    ]

    assert len(errors) > 8
    for error in errors:
        if error is not ps.PromptSmithError:
            assert len([base for base in error.__mro__ if base.__module__ == "builtins"]) > 3, error
