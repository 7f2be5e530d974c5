"""What papermill writes in TypeScript for many values, and what it reads of declarations, as JSON for parameters.test.ts."""

import json
import random
import struct
import sys

import papermill  # noqa: F401, I001  loads the translator, which loads it
from lecture_lab_papermill import TypeScriptTranslator
from papermill.exceptions import PapermillException

TEXTS = [
    "", "plain", 'a "b"', "it's", "`${x}`", "a\\b", "\\n", "a\nb", "\r\n", "\t", "\0", "\x7f", "é🎉", "\ud800", "\u2028\u2029",
    "// no comment", "/* */", "</script>", "${1}", "a" * 10_000, "אב", "\ufeff", "__proto__", "constructor", "NaN", "-p", "=;,",
]
NUMBERS = [
    0, -1, 7, 2**31, 2**53 - 1, 2**53, -(2**53) - 1, 2**64, 10**40, 0.0, -0.0, 0.1, 1e-320, 1.7976931348623157e308, 1e21,
    float("nan"), float("inf"), float("-inf"), True, False, None,
]
NAMES = ["a", "hiddenSize", "_x", "$y", "é", "a b", "a-b", "1a", "class", "", "a;b", "x = 1; y", "takeParameters", "await", "NaN"]


def value(chance, depth):
    kind = chance.random()
    if depth > 0 and kind < 0.25:
        return [value(chance, depth - 1) for _ in range(chance.randrange(4))]
    if depth > 0 and kind < 0.5:
        return {chance.choice(TEXTS): value(chance, depth - 1) for _ in range(chance.randrange(4))}
    return chance.choice(TEXTS if kind < 0.75 else NUMBERS)


def described(val):
    """Every bit of it, in JSON."""
    if val is None or isinstance(val, bool):
        return val
    if isinstance(val, str):
        return "text " + val.encode("utf-16-be", "surrogatepass").hex()
    if isinstance(val, int) and abs(val) > 2**53 - 1:
        return f"whole {val}"
    if isinstance(val, (int, float)):
        return "number " + ("NaN" if val != val else struct.pack(">d", val).hex())
    if isinstance(val, list):
        return [described(v) for v in val]
    return {"pairs": sorted(([described(k), described(v)] for k, v in val.items()), key=json.dumps)}


def allowed(name):
    try:
        TypeScriptTranslator.assign(name, "1")
        return True
    except PapermillException:
        return False


def main():
    chance = random.Random(16)
    values = TEXTS + NUMBERS + [value(chance, 4) for _ in range(300)]
    written = [TypeScriptTranslator.assign("value", TypeScriptTranslator.translate(val)) for val in values]
    cell = type("Cell", (), {"source": sys.stdin.read()})
    print(
        json.dumps(
            {
                "values": [{"code": code, "expected": described(val)} for code, val in zip(written, values)],
                "names": {name: allowed(name) for name in NAMES},
                "declared": [list(parameter) for parameter in TypeScriptTranslator.inspect(cell)],
                # A value's declaration is read back as its name and the very text.
                "read": [[list(p)[0:3:2] for p in TypeScriptTranslator.inspect(type("C", (), {"source": code}))] for code in written],
            }
        )
    )


main()
