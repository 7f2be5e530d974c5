"""Reads what a cell declares: name, type, value, and the comment that follows on the line."""

import re

TOKEN = re.compile(
    r"""(?P<comment>//[^\n]*|/\*.*?\*/)
      | (?P<string>"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|`(?:\\.|[^`\\])*`)
      | (?P<word>[\w$]+)
      | (?P<open>[(\[{])
      | (?P<close>[)\]}])
      | (?P<newline>\n)
      | (?P<other>=>|[=!<>]==?|.)""",
    re.VERBOSE | re.DOTALL,
)
NUMBER = re.compile(r"[-+]?(?:Infinity|Number\.NaN|NaN|0[xob][\da-f_]+|(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:e[-+]?\d+)?)", re.I)


def declarations(source):
    """The constants and variables of a cell that have a value, whatever stands in their texts, types and values."""
    found, part = [], None
    for kind, text, depth in tokens(source):
        outside = depth == 0
        if part is None and outside and text in ("const", "let", "var"):
            part = Part()
        elif part is None:
            # A comment behind the last one's value.
            if kind == "comment" and found and found[-1].open:
                found[-1].help = re.sub(r"^//|^/\*|\*/$", "", text).strip()
            if kind == "newline" and found:
                found[-1].open = False
        elif outside and (text in ";," or (kind == "newline" and part.ends_line())):
            found.append(part)
            part.open = kind != "newline"
            part = Part() if text == "," else None
        elif kind == "comment":
            part.help = part.help or text.strip("/* ")
        else:
            part.take(text, outside)
    found += [part] if part else []
    return [each.parameter() for each in found if each.value and re.fullmatch(r"[\w$]+", each.name)]


class Part:
    """A name, and what is written between it and the end of its declaration."""

    def __init__(self):
        self.left, self.value, self.help = "", "", ""
        self.assigned, self.open = False, False

    def take(self, text, outside):
        if self.assigned:
            self.value = (self.value + text).lstrip()
        elif text == "=" and outside:
            self.assigned = True
        else:
            self.left += text

    def ends_line(self):
        return bool(self.value.strip()) and not re.search(r"(?:[-+*/%&|?:.]|=>)\s*$", self.value)

    @property
    def name(self):
        return self.left.partition(":")[0].strip()

    def parameter(self):
        """Name, type, value, comment."""
        value = self.value.strip()
        written = self.left.partition(":")[2].strip()
        return self.name, written or inferred(value), re.sub(r"\s*\n\s*", " ", value), self.help


def tokens(source):
    """Each with the depth of brackets around it; those of a type, `<…>`, too."""
    depth, angles, in_type = 0, 0, False
    for match in TOKEN.finditer(source):
        kind, text = match.lastgroup, match[0]
        depth -= kind == "close"
        in_type = (in_type or text == ":") and text not in "=;" if depth == 0 and angles == 0 else in_type
        angles = max(0, angles + (text == "<") - (text == ">")) if in_type else 0
        yield kind, text, max(depth, 0) + angles
        depth += kind == "open"


def inferred(value):
    """The type of a literal; papermill says "None" where it is not known."""
    if re.fullmatch(r"[-+]?\d+n", value):
        return "bigint"
    if NUMBER.fullmatch(value):
        return "number"
    if value in ("true", "false"):
        return "boolean"
    if value == "null":
        return "NoneType"
    if re.fullmatch(TOKEN, value) and value[0] in "\"'`":
        return "string"
    if value.startswith("[") and value.endswith("]"):
        kinds = {inferred(element) for element in elements(value[1:-1])}
        return f"{kinds.pop()}[]" if len(kinds) == 1 and not kinds & {"None", "NoneType"} else "None"
    return "None"


def elements(text):
    """What commas separate."""
    parts = [""]
    for kind, token, depth in tokens(text):
        if token == "," and depth == 0:
            parts.append("")
        elif kind != "comment":
            parts[-1] += token
    return [part.strip() for part in parts if part.strip()]
