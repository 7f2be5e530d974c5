"""What Jupyter's tools make of notebooks in the lab's kernel, as JSON for test/kernel/tools.test.ts."""

import json
import re
import subprocess
import sys
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_notebook

PASSES = ["const width: number = 16; // units", "console.log(width * 2);"]
OPTIONS = ['import { languageModel } from "../lib";', "console.log(languageModel.configured().hiddenSize);"]
FAILS = ["const width = 1;", 'if (width > 0) throw new Error("boom");', "width"]


def write(file, sources):
    spec = {"name": "lecture-lab", "language": "typescript", "display_name": "TypeScript (lecture lab)"}
    cells = [new_code_cell(source) for source in sources]
    if sources is not OPTIONS:
        cells[0].metadata["tags"] = ["parameters"]
    nbformat.write(new_notebook(cells=cells, metadata={"kernelspec": spec}), file)
    return str(file)


def run(*command):
    ended = subprocess.run([sys.executable, "-m", *command], capture_output=True, text=True)
    return {"code": ended.returncode, "said": re.sub(r"\x1b\[[\d;]*m", "", ended.stdout + ended.stderr)}


def outputs(file):
    return [cell.outputs for cell in nbformat.read(file, as_version=4).cells]


def main(folder):
    passes, fails = write(folder / "passes.ipynb", PASSES), write(folder / "fails.ipynb", FAILS)
    out = str(folder / "out.ipynb")
    told = {
        "nbclient": {
            "passes": run("jupyter", "execute", passes),
            "fails": run("jupyter", "execute", fails),
            "allowed": run("jupyter", "execute", "--allow-errors", "--inplace", fails) | {"outputs": outputs(fails)},
        }
    }
    if "nbmake" in sys.argv:
        told["nbmake"] = {name: run("pytest", "--nbmake", file) for name, file in (("passes", passes), ("fails", fails))}
    if "papermill" in sys.argv:
        parameters = '{width: 64, name: "a \\"b\\" 🎉", sizes: [1, .5, null, true], nested: {"a b": {}}, nan: .nan}'
        told["papermill"] = {
            "passes": run("papermill", passes, out, "-y", parameters) | {"outputs": outputs(out)},
            "source": nbformat.read(out, as_version=4).cells[1].source,
            "help": run("papermill", "--help-notebook", passes),
            "fails": run("papermill", fails, out),
            "options": run("papermill", write(folder / "options.ipynb", OPTIONS), out, *"-p hiddenSize 24 -p course spring".split())
            | {"outputs": outputs(out)},
        }
    print(json.dumps(told))


main(Path(sys.argv[1]))
