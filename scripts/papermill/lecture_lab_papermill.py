"""Teaches papermill to write a notebook's parameters in TypeScript.

Papermill finds this file by itself in the lab's virtual environment: it loads what is registered as an engine (see
lecture_lab_papermill-1.dist-info), and has no such way for translators. The engine is papermill's own.
"""

import json
import re

from papermill.engines import NBClientEngine  # noqa: F401
from papermill.models import Parameter
from papermill.translators import Translator, papermill_translators

DECLARATION = re.compile(
    r"^\s*(?:const|let|var)\s+(?P<name>[\w$]+)\s*(?::\s*(?P<type>[^=]+?)\s*)?=\s*(?P<value>.+?)\s*;?\s*(?://\s*(?P<help>.*))?$"
)


class TypeScriptTranslator(Translator):
    @classmethod
    def translate(cls, val):
        """JSON is TypeScript, but for the three numbers that JSON does not have."""
        if isinstance(val, float) and val != val:
            return "Number.NaN"
        if isinstance(val, float) and abs(val) == float("inf"):
            return f"{'-' if val < 0 else ''}Infinity"
        if isinstance(val, list):
            return f"[{', '.join(cls.translate(v) for v in val)}]"
        if isinstance(val, dict):
            return f"{{ {', '.join(f'{json.dumps(str(k))}: {cls.translate(v)}' for k, v in val.items())} }}"
        return json.dumps(val, ensure_ascii=False, default=str)

    @classmethod
    def comment(cls, cmt_str):
        return f"// {cmt_str}".strip()

    @classmethod
    def assign(cls, name, str_val):
        """A cell may declare anew what an earlier one has declared, with another type, too."""
        return f"const {name} = {str_val};"

    @classmethod
    def codify(cls, parameters, comment="Parameters"):
        """Constants, for a notebook that reads them; those that are options of the lab's experiments hold for these."""
        if not parameters:
            return super().codify(parameters, comment)
        take = f"takeParameters({{ {', '.join(parameters)} }});"
        return f'{super().codify(parameters, comment)}import {{ takeParameters }} from "../lib";\n{take}\n'

    @classmethod
    def inspect(cls, parameters_cell):
        """What `papermill --help-notebook` lists: declarations of one line."""
        found = [match for line in parameters_cell.source.splitlines() if (match := DECLARATION.match(line))]
        return [
            Parameter(
                name=match["name"],
                inferred_type_name=match["type"] or "None",
                default=match["value"],
                help=match["help"] or "",
            )
            for match in found
        ]


papermill_translators.register("typescript", TypeScriptTranslator)
