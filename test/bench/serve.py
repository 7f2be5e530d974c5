"""The contestant's side of the protocol (see protocol.ts), for the rivals in Python."""

import json
import resource
import sys
import time


def serve(rows):
    """Answers each line of stdin with one of stdout. `rows`: by kind, makes a row ready and returns one run of it."""
    text, run, first = None, None, 0.0
    for line in sys.stdin:
        request = json.loads(line)
        if request.get("done"):
            return
        try:
            if json.dumps(request["row"]) != text:
                run, first = prepare(rows, request["row"])
                text = json.dumps(request["row"])
            reply = {**measure(run, request["seconds"]), "firstSeconds": first}
        except Exception as error:  # whatever it is: the other side decides
            reply = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(reply), flush=True)


def prepare(rows, row):
    """The row ready to run, and the seconds that this and its first run took."""
    if row["kind"] not in rows:
        raise ValueError(f"no row of kind {row['kind']}")
    began = time.perf_counter()
    run = rows[row["kind"]](row)
    run()
    return run, time.perf_counter() - began


def measure(run, seconds):
    """Whole runs, at least one, until `seconds` have passed."""
    cpu, began, units = time.process_time(), time.perf_counter(), 0
    while True:
        units += run()
        passed = time.perf_counter() - began
        if passed >= seconds:
            break
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss  # KB; bytes on macOS
    return {
        "rate": units / passed,
        "peakMb": peak / (1024 if sys.platform == "linux" else 1024**2),
        "cpuSeconds": time.process_time() - cpu,
    }
