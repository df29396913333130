"""Check the rules of verdicts as far as their text goes: functions, inputs and alternatives."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ties.tables.failures import did_you_mean
from ties.tables.name_checks import Columns, Fault, column_faults, condition_faults
from ties.tables.query import BAR, parse_alternatives, parse_inputs
from ties.tables.table_checks import CheckedTable

VERDICT_RULES = "judgements/verdict_rules"
STEPS = ("supported", "partly_supported", "unsupported")
GIVEN = {"tables", "as_of"}  # what a function is handed beside the inputs of its rule
CONDITIONS, COLUMNS = {"where", "among"}, {"column"}


@dataclass(frozen=True)
class RuleFunctions:
    """The functions that rules may name, and the tables that one reads where no input names any.

    This room comes before the one that has the functions, so whoever checks hands them in.
    """

    functions: Mapping[str, Callable[..., float]]
    always_read: Mapping[str, Sequence[str]]


def check_rules(table: CheckedTable, columns_of: Columns, names: list[str], rules: RuleFunctions | None) -> None:
    """Report what is wrong with the rules of judgement ``verdict_rules``.

    Parameters
    ----------
    table : CheckedTable
        The judgement.
    columns_of : callable
        Gives the columns of a table.
    names : list of str
        Names of all tables, for hints.
    rules : RuleFunctions, optional
        The functions; without them their names and the names of their inputs are not checked.
    """
    if not {"rule", "inputs", "alternatives"} <= set(table.typed):
        return
    inputs, alternatives = (dict(table.filled_cells(column)) for column in ("inputs", "alternatives"))
    for row, name in table.filled_cells("rule"):
        text = inputs.get(row, "")
        if rules and name not in rules.functions:
            table.fail(row, "rule", "is no function of rules", hint=did_you_mean(name, rules.functions))
            continue
        for rule, hint in _input_faults(name, text, columns_of, names, rules):
            table.fail(row, "inputs", rule, hint=hint)
        for rule, hint in _alternative_faults(name, text, alternatives.get(row, ""), columns_of, names, rules):
            table.fail(row, "alternatives", rule, hint=hint)


def _input_faults(
    name: str, text: str, columns_of: Columns, names: list[str], rules: RuleFunctions | None
) -> Iterator[Fault]:
    for part in text.split(BAR):
        if not part.partition(": ")[0].strip().isidentifier() or ": " not in part:
            yield f"not an input: {part!r}", "name: value, separated by a bar between spaces"
            return
    given = parse_inputs(text)
    if rules:
        yield from _parameter_faults(given, rules.functions[name])
    if name == "conditions_met":  # each of its inputs is a table and the conditions on its rows
        for value in given.values():
            yield from _table_faults(str(value).partition(": ")[0], str(value).partition(": ")[2], columns_of, names)
        return
    always = (rules.always_read.get(name) if rules else None) or [""]
    other = str(given.get("table", always[0]))
    there = columns_of(other) if other else None
    if "table" in given and there is None:
        yield f"{other!r} is no table", did_you_mean(other, names)
    for key, value in given.items() if there is not None else []:
        if key in CONDITIONS:
            yield from condition_faults(str(value), other, there or [])
        elif key in COLUMNS:
            yield from ((f"{value!r} {rule}", hint) for rule, hint in column_faults(str(value), other, there or []))


def _table_faults(table: str, where: str, columns_of: Columns, names: list[str]) -> Iterator[Fault]:
    there = columns_of(table)
    if there is None:
        yield f"{table!r} is no table", did_you_mean(table, names)
    else:
        yield from condition_faults(where, table, there)


def _parameter_faults(given: Mapping[str, object], function: Callable[..., float]) -> Iterator[Fault]:
    """Hold the names of inputs against the parameters of the function."""
    parameters = {n: p for n, p in inspect.signature(function).parameters.items() if n not in GIVEN}
    takes_any = any(p.kind is p.VAR_KEYWORD for p in parameters.values())
    for name in given.keys() - parameters.keys() if not takes_any else ():
        yield f"{name!r} is no input of the rule", did_you_mean(name, parameters)
    for name, parameter in parameters.items():
        if parameter.default is parameter.empty and parameter.kind is parameter.KEYWORD_ONLY and name not in given:
            yield f"input {name!r} is missing", ""


def _alternative_faults(
    name: str, inputs: str, text: str, columns_of: Columns, names: list[str], rules: RuleFunctions | None
) -> Iterator[Fault]:
    """Say what is wrong with alternatives: each is another threshold, or another input as good as the first."""
    given = dict(part.partition(": ")[::2] for part in inputs.split(BAR))
    reported = set(
        _input_faults(name, inputs, columns_of, names, rules)
    )  # of the inputs, not of what changes in them
    for alternative, changes in parse_alternatives(text).items():
        changed = dict(given)
        for key, value in changes:
            if key in STEPS:
                try:
                    float(value)
                except ValueError:
                    yield f"threshold of {alternative!r} is no number", ""
            elif key in given:
                changed[key] = value
            else:
                hint = did_you_mean(key, [*STEPS, *given])
                yield f"{key!r} of {alternative!r} is neither a threshold nor an input of the rule", hint
        if changed != given:
            other = BAR.join(f"{k}: {v}" for k, v in changed.items())
            yield from (f for f in _input_faults(name, other, columns_of, names, rules) if f not in reported)
