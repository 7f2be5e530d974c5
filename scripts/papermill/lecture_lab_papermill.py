"""Teaches papermill to write a notebook's parameters in TypeScript.

Papermill finds this file by itself in the lab's virtual environment: it loads what is registered as an engine (see
lecture_lab_papermill-1.dist-info), and has no such way for translators. The engine is papermill's own, but for where it starts
the lab's kernel.
"""

import json
import os
import re
import sys

from papermill.engines import NBClientEngine, papermill_engines
from papermill.exceptions import PapermillException
from papermill.iorw import papermill_io
from papermill.models import Parameter
from papermill.translators import Translator, papermill_translators
from typescript_parameters import declarations

LARGEST_EXACT = 2**53 - 1
RESERVED = set(
    "await break case catch class const continue debugger default delete do else enum export extends false finally for "
    "function if implements import in instanceof interface let new null package private protected public return static "
    "super switch this throw true try typeof var void while with yield undefined NaN Infinity takeParameters".split()
)


class TypeScriptTranslator(Translator):
    @classmethod
    def translate(cls, val):
        """JSON is TypeScript, but for numbers that JSON or JavaScript does not have, and for one key."""
        if isinstance(val, float) and val != val:
            return "Number.NaN"
        if isinstance(val, float) and abs(val) == float("inf"):
            return f"{'-' if val < 0 else ''}Infinity"
        if isinstance(val, int) and abs(val) > LARGEST_EXACT:
            return f"{val}n"  # as a number it would lose its last digits
        if isinstance(val, (list, tuple)):
            return f"[{', '.join(cls.translate(v) for v in val)}]"
        if isinstance(val, dict):
            return f"{{ {', '.join(f'{cls.key(k)}: {cls.translate(v)}' for k, v in val.items())} }}"
        text = json.dumps(val, ensure_ascii=False, default=str)
        # Half a pair of surrogates is no UTF-8.
        return re.sub("[\ud800-\udfff]", lambda match: f"\\u{ord(match[0]):04x}", text)

    @classmethod
    def key(cls, key):
        """In brackets it is a key like any other, and not the object's prototype."""
        return '["__proto__"]' if key == "__proto__" else cls.translate(str(key))

    @classmethod
    def comment(cls, cmt_str):
        return f"// {cmt_str}".strip()

    @classmethod
    def assign(cls, name, str_val):
        """A cell may declare anew what an earlier one has declared, with another type, too."""
        if not re.fullmatch(r"[^\W\d][\w$]*|\$[\w$]*", name) or name in RESERVED:
            raise PapermillException(f"{name}: a name that TypeScript allows for a constant expected, such as hiddenSize")
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
        """What `papermill --help-notebook` lists."""
        return [Parameter(*each) for each in declarations(parameters_cell.source)]


class Engine(NBClientEngine):
    """Starts the lab's kernel in the notebook's folder, as Jupyter does, if nobody asked for another with --cwd."""

    @classmethod
    def execute_managed_notebook(cls, nb_man, kernel_name, input_path=None, **kwargs):
        folder = os.path.dirname(os.path.abspath(str(input_path)))
        if kernel_name == "lecture-lab" and os.path.isfile(str(input_path)) and not cls.elsewhere():
            kwargs.setdefault("resources", {"metadata": {"path": folder}})
        return super().execute_managed_notebook(nb_man, kernel_name, **kwargs)

    @staticmethod
    def elsewhere():
        """Papermill has then changed its folder, but for the one in which it reads files."""
        named = any(argument.partition("=")[0] == "--cwd" for argument in sys.argv)
        return named or os.getcwd() != str(papermill_io.get_handler("local")._cwd)


for name in (None, "nbclient"):
    papermill_engines.register(name, Engine)
papermill_translators.register("typescript", TypeScriptTranslator)
