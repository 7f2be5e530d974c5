"""Executes one notebook with the lab's kernel, and tells of it on stdout, one JSON object a line.

    execute.py SOURCE.ipynb TARGET.ipynb FOLDER

It runs in FOLDER. TARGET gets what was computed, also when a cell failed. Ends when its standard input does, so that no kernel outlives
the command that asked for it.
"""

import json
import os
import signal
import sys
import threading
from pathlib import Path

import nbformat
from jupyter_client.kernelspec import NoSuchKernel
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, DeadKernelError


def tell(event, **details):
    print(json.dumps({"event": event, **details}), flush=True)


def end_with_parent():
    sys.stdin.read()
    os.kill(os.getpid(), signal.SIGTERM)


def without_outputs(notebook):
    """The outputs it was saved with are not this run's: a cell that is not reached has none."""
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = []
            cell.execution_count = None
    return notebook


def run(client):
    try:
        client.execute()
        return {"event": "done"}
    except CellExecutionError as error:
        return {"event": "failed", "message": f"{error.ename}: {error.evalue}"}
    except DeadKernelError:
        return {"event": "died"}
    except NoSuchKernel:
        return {"event": "not started", "message": "the kernel lecture-lab is not installed; npm start sets it up"}
    except (RuntimeError, TimeoutError) as error:
        return {"event": "not started", "message": str(error)}


def main(source, target, folder):
    threading.Thread(target=end_with_parent, daemon=True).start()
    notebook = without_outputs(nbformat.read(source, as_version=4))
    client = NotebookClient(
        notebook,
        kernel_name="lecture-lab",
        timeout=None,  # a cell may train all night
        startup_timeout=180,
        record_timing=False,
        coalesce_streams=True,
        shutdown_kernel="immediate",
        resources={"metadata": {"path": folder}},
        on_cell_execute=lambda cell, cell_index: tell("start", cell=cell_index),
        on_cell_executed=lambda cell, cell_index, execute_reply: tell("end", cell=cell_index),
    )
    outcome = run(client)
    try:
        Path(target).write_text(nbformat.writes(notebook), encoding="utf-8")
    except OSError as error:
        outcome = {"event": "not written", "message": str(error)}
    tell(**outcome)  # the last word: what it tells of is written


main(*sys.argv[1:])
