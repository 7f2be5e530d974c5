"""Executes one notebook with the lab's kernel, and tells of it on stdout, one JSON object a line.

    execute.py SOURCE.ipynb TARGET.ipynb

TARGET gets what was computed, also when a cell failed. Ends when its standard input does, so that no kernel outlives
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


def main(source, target):
    threading.Thread(target=end_with_parent, daemon=True).start()
    notebook = nbformat.read(source, as_version=4)
    client = NotebookClient(
        notebook,
        kernel_name="lecture-lab",
        timeout=None,  # a cell may train all night
        startup_timeout=180,
        record_timing=False,
        coalesce_streams=True,
        shutdown_kernel="immediate",
        resources={"metadata": {"path": str(Path(source).parent)}},
        on_cell_execute=lambda cell, cell_index: tell("start", cell=cell_index),
        on_cell_executed=lambda cell, cell_index, execute_reply: tell("end", cell=cell_index),
    )
    try:
        client.execute()
        tell("done")
    except CellExecutionError as error:
        tell("failed", message=f"{error.ename}: {error.evalue}")
    except DeadKernelError:
        tell("died")
    except NoSuchKernel:
        tell("not started", message="the kernel lecture-lab is not installed; npm start sets it up")
    except (RuntimeError, TimeoutError) as error:
        tell("not started", message=str(error))
    finally:
        nbformat.write(notebook, target)


main(*sys.argv[1:])
