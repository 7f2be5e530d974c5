"""Turns executed notebooks into the body of a page, one JSON object a line.

    render.py --format html|markdown --code open|folded|none < [{"notebook": {...}, "anchors": [...]}, ...]

HTML is the cells only, with formulas marked for KaTeX; Markdown is what GitHub shows, formulas between dollars. What the
notebook itself says goes through harmless.py. A notebook that cannot be turned is told, and costs no other's page.
"""

import argparse
import html
import json
import re
import sys
import traceback
from pathlib import Path

import nbformat
from harmless import base64, fenced, harmless, harmless_markdown, in_brackets
from nbconvert import HTMLExporter, MarkdownExporter
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbformat.v4.rwbase import rejoin_lines
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import TypeScriptLexer
from traitlets.config import Config

PLOTLY = "application/vnd.plotly.v1+json"
MOMENT = "application/vnd.lecture-lab.moment+json"
VERDICT = "application/vnd.lecture-lab.verdict+json"


class Renderer(IPythonRenderer):
    """Formulas as elements that maths.ts finds, instead of text between dollars for a script from the network."""

    def block_math(self, body):
        return f'<div class="formula">{html.escape(body)}</div>'

    def inline_math(self, body):
        return f'<span class="formula">{html.escape(body)}</span>'

    def latex_environment(self, name, body):
        return self.block_math(f"\\begin{{{name}}}{body}\\end{{{name}}}")


def markdown(source):
    return harmless(MarkdownWithMath(renderer=Renderer(escape=False)).render(source))


def typescript(source):
    return highlight(source, TypeScriptLexer(), HtmlFormatter(nowrap=True))


def first_line(source):
    return next((line for line in source.splitlines() if line.strip()), "")


def quoted(text):
    """A block quote, its first line strong: what a verdict says in words."""
    first, *others = harmless_markdown(text).strip().splitlines() or [""]
    return "  \n".join([f"> **{first}**", *(f"> {line}" for line in others)])


def without_styles(source):
    return re.sub(r' style="[^"]*"', "", source)


def exporter(kind):
    config = Config()
    config.TemplateExporter.extra_template_basedirs = [str(Path(__file__).parent / "template")]
    config.TemplateExporter.filters = {
        "markdown": markdown,
        "typescript": typescript,
        "first_line": first_line,
        "quoted": quoted,
        "without_styles": without_styles,
        "harmless": harmless,
        "harmless_markdown": harmless_markdown,
        "base64": base64,
        "fenced": fenced,
        "in_brackets": in_brackets,
    }
    if kind == "markdown":
        config.NbConvertBase.display_data_priority = [PLOTLY, VERDICT, "image/png", "text/html", "text/plain"]
        return MarkdownExporter(template_name="lecture-lab-markdown", config=config)
    config.NbConvertBase.display_data_priority = [
        MOMENT,
        PLOTLY,
        "text/html",
        "text/markdown",
        "image/svg+xml",
        "image/png",
        "image/jpeg",
        "text/latex",
        "text/plain",
    ]
    return HTMLExporter(template_name="lecture-lab", config=config)


def set_anchors(notebook, anchors):
    """What a link can lead to has an anchor; of a picture it is also the name of its files."""
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    for output, anchor in zip(outputs, anchors):
        output.setdefault("metadata", nbformat.NotebookNode())  # streams and errors have none
        output.metadata.anchor = anchor or ""
        output.metadata.files = f"figures/{anchor}" if anchor else ""


def mark_failure(notebook):
    failure = notebook.metadata.get("lecture_lab", {}).get("failure")
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    for cell in code:
        cell.metadata.failed = False
    if failure and 0 < failure["cell"] <= len(code):  # a blank notebook has none
        code[failure["cell"] - 1].metadata.failed = True


def body(page, code, asked):
    notebook = rejoin_lines(nbformat.from_dict(asked["notebook"]))
    set_anchors(notebook, asked["anchors"])
    mark_failure(notebook)
    return page.from_notebook_node(notebook, resources={"code": code})[0]


def main(kind, code, asked):
    page = exporter(kind)
    for one in asked:
        try:
            answer = {"body": body(page, code, one)}
        except Exception as error:  # noqa: BLE001: whatever it is, the others' pages are made
            answer = {"body": "", "failure": traceback.format_exception_only(error)[-1].strip()}
        print(json.dumps(answer), flush=True)


parser = argparse.ArgumentParser()
parser.add_argument("--format", choices=["html", "markdown"], required=True)
parser.add_argument("--code", choices=["open", "folded", "none"], required=True)
arguments = parser.parse_args()
main(arguments.format, arguments.code, json.load(sys.stdin))
