"""Formulas of own fields: read once, computed whenever a record is shown, stored nowhere."""

import ast
import io
import tokenize
import warnings
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from keyword import iskeyword
from typing import TYPE_CHECKING, Any, NamedTuple

from crm_desktop.errors import InvalidField
from crm_desktop.values.formula_functions import FUNCTIONS
from crm_desktop.values.formula_values import OPERATORS, EmptyOperand, FormulaError, Value
from crm_desktop.words import _

if TYPE_CHECKING:
    from simpleeval import SimpleEval

LONGEST = 1000
LONGEST_QUOTED = 60
_IF = "if_"
_WORDS = {"true": "True", "false": "False", "nothing": "None"}
_SIGNS = {"=": "==", "<>": "!=", "^": "**", "“": '"', "”": '"', "„": '"', "×": "*", "÷": "/", "−": "-", ";": ","}
_CONSTANTS = (bool, int, float, str, type(None))
_PARTS = (ast.Expr, ast.Name, ast.UnaryOp, ast.BinOp, ast.BoolOp, ast.Compare, ast.IfExp, ast.Call, ast.Constant)
_SIGNIFICANT = Decimal("1e-10")


class Formula(NamedTuple):
    """A formula that was understood: `names` are the fields that it is computed from."""

    text: str
    names: tuple[str, ...]
    tree: ast.Expr


@lru_cache(256)
def formula_from_text(text: str) -> Formula:
    """Return the formula that `text` spells; raises InvalidField with the reason where it spells none."""
    if not text.strip():
        raise InvalidField("formula", _("A formula is needed, such as quantity * price."))
    if len(text) > LONGEST:
        raise InvalidField("formula", _("The formula is longer than {n} letters. Shorten it.").format(n=LONGEST))
    tree = _parsed(text)
    names: dict[str, None] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            _check_call(node)
        elif not _is_known(node):
            raise InvalidField("formula", _not_read(text))
    called = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and id(node) not in called:
            names[node.id] = None
    return Formula(text, tuple(names), tree)


def _is_known(node: ast.AST) -> bool:
    if isinstance(node, (ast.operator, ast.unaryop, ast.cmpop)):
        return type(node) in OPERATORS
    if isinstance(node, ast.Constant):
        return isinstance(node.value, _CONSTANTS)
    return not isinstance(node, ast.expr) or isinstance(node, _PARTS)


def computed(formula: Formula, values: Mapping[str, Value], today: Callable[[], date]) -> Value:
    """Return what `formula` comes to for `values`, nothing where it needs a value that is missing.

    Raises FormulaError.
    """
    missing = next((name for name in formula.names if name not in values), None)
    if missing is not None:
        raise FormulaError(_("There is no field “{name}” here any more.").format(name=missing))
    evaluator = _evaluator()
    evaluator.names = dict(values)
    evaluator.functions = {**FUNCTIONS, "today": today}
    try:
        made = evaluator.eval(formula.text, previously_parsed=formula.tree)
    except EmptyOperand:
        return None
    except ArithmeticError as error:
        raise FormulaError(_("The number is too large, or does not exist.")) from error
    except RecursionError as error:
        raise FormulaError(_("The formula is nested too deeply.")) from error
    except (TypeError, ValueError, AttributeError) as error:
        raise FormulaError(_("A function in it gets what it cannot use.")) from error
    return _tidy(made)


def _tidy(made: Any) -> Value:
    if isinstance(made, int) and not isinstance(made, bool):
        made = Decimal(made)
    if isinstance(made, Decimal):
        if not made.is_finite():
            raise FormulaError(_("The number is too large, or does not exist."))
        # what is left of a third times three is no digit that anyone typed
        return made.quantize(_SIGNIFICANT) if abs(made) < 10**15 else made
    return made if isinstance(made, (str, date, bool, tuple)) else None


def _evaluator() -> "SimpleEval":
    # it costs 20 ms, which those without formulas need not pay
    from simpleeval import SimpleEval

    made = SimpleEval(operators=dict(OPERATORS), functions={}, names={})
    made.nodes = {part: read for part, read in made.nodes.items() if part in _PARTS}
    made.nodes[ast.Constant] = _constant
    return made


def _constant(node: ast.Constant) -> Value:
    value = node.value
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return Decimal(repr(value))
    return value if isinstance(value, (str, bool)) else None


def _parsed(text: str) -> ast.Expr:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            body = [_Lazy().visit(each) for each in ast.parse(_as_python(text)).body]
    except (SyntaxError, ValueError, tokenize.TokenError, Warning, RecursionError, MemoryError) as error:
        raise InvalidField("formula", _not_read(text)) from error
    if len(body) != 1 or not isinstance(body[0], ast.Expr):
        raise InvalidField("formula", _not_read(text))
    return body[0]


def _as_python(text: str) -> str:
    """Return `text` with the words and signs of spreadsheets as Python has them; texts in quotes stay."""
    for sign in "“”„":
        text = text.replace(sign, '"')
    text = " ".join(text.split("\n"))
    tokens = list(tokenize.generate_tokens(io.StringIO(text).readline))
    made: list[str] = []
    operand = False
    for token in tokens:
        word = token.string
        if token.type == tokenize.NAME:
            word = _WORDS.get(word.lower(), word.lower())
            if word == "if" and not operand:
                word = _IF
        elif token.type in (tokenize.OP, tokenize.ERRORTOKEN):
            word = _SIGNS.get(word, word)
        if word.strip():
            made.append(word)
            # after a value an `if` chooses between two, as Python has it; elsewhere it is a function
            operand = word == ")" or (token.type not in (tokenize.OP, tokenize.ERRORTOKEN) and not iskeyword(word))
    return " ".join(made)


class _Lazy(ast.NodeTransformer):
    """Makes choices of `if(condition, then, otherwise)`, so that only what is chosen is computed."""

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        if isinstance(node.func, ast.Name) and node.func.id == _IF:
            if len(node.args) not in (2, 3) or node.keywords:
                raise InvalidField(
                    "formula", _("if(…) needs a condition and what comes of it: if(a > 1, “yes”, “no”).")
                )
            otherwise = node.args[2] if len(node.args) == 3 else ast.Constant(None)
            return ast.IfExp(node.args[0], node.args[1], otherwise)
        return node


def _check_call(node: ast.Call) -> None:
    name = node.func.id if isinstance(node.func, ast.Name) else ""
    if name not in FUNCTIONS and name != "today":
        raise InvalidField(
            "formula",
            _("There is no function “{name}”. Functions: {functions}.").format(
                name=name or "…", functions=", ".join(sorted((*FUNCTIONS, "if", "today")))
            ),
        )
    if node.keywords or any(isinstance(each, ast.Starred) for each in node.args):
        raise InvalidField("formula", _("What {name}(…) is given stands in brackets, with commas.").format(name=name))


def _not_read(text: str) -> str:
    shown = text if len(text) <= LONGEST_QUOTED else text[: LONGEST_QUOTED - 1] + "…"
    return _(
        "“{formula}” cannot be read as a formula. Write it like price * quantity, or if(a > 1, “yes”, “no”)."
    ).format(formula=shown)
