"""Turns executed notebooks into HTML, one JSON object a line: the cells only, formulas marked for KaTeX.

    render.py EXECUTED.ipynb...
"""

import html
import json
import sys
from pathlib import Path

import nbformat
from nbconvert import HTMLExporter
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import TypeScriptLexer
from traitlets.config import Config

PLOTLY = "application/vnd.plotly.v1+json"
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
    return MarkdownWithMath(renderer=Renderer(escape=False)).render(source)


def typescript(source):
    return highlight(source, TypeScriptLexer(), HtmlFormatter(nowrap=True))


def exporter():
    config = Config()
    config.TemplateExporter.extra_template_basedirs = [str(Path(__file__).parent / "template")]
    config.TemplateExporter.filters = {"markdown": markdown, "typescript": typescript}
    config.NbConvertBase.display_data_priority = [
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


def set_anchors(notebook):
    """As picturesOf and claimsOf count them, so that a thumbnail leads to its figure and a claim to its verdict."""
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    for kind, types in {"figure": {PLOTLY, "image/png"}, "claim": {VERDICT}}.items():
        wanted = [output for output in outputs if types & set(output.get("data", {}))]
        for number, output in enumerate(wanted, start=1):
            output.metadata.anchor = f"{kind}-{number}"


def mark_failure(notebook):
    failure = notebook.metadata.get("lecture_lab", {}).get("failure")
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    if failure and 0 < failure["cell"] <= len(code):  # a blank notebook has none
        code[failure["cell"] - 1].metadata.failed = True


def main(files):
    html_exporter = exporter()
    for file in files:
        notebook = nbformat.read(file, as_version=4)
        set_anchors(notebook)
        mark_failure(notebook)
        body, _ = html_exporter.from_notebook_node(notebook)
        print(json.dumps({"file": file, "body": body}), flush=True)


main(sys.argv[1:])
