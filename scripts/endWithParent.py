"""Runs a Python program that ends when the process that started it does, however that one ended.

    endWithParent.py -m MODULE [ARGUMENT ...]
    endWithParent.py FILE [ARGUMENT ...]
"""

import os
import runpy
import signal
import sys
import threading
import time


def end_with(parent):
    while os.getppid() == parent:
        time.sleep(0.3)
    os.kill(os.getpid(), signal.SIGKILL)


threading.Thread(target=end_with, args=(os.getppid(),), daemon=True).start()
if sys.argv[1] == "-m":
    sys.argv[:] = sys.argv[2:]
    sys.path[0] = os.getcwd()
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
else:
    sys.argv[:] = sys.argv[1:]
    sys.path[0] = os.path.dirname(sys.argv[0])
    runpy.run_path(sys.argv[0], run_name="__main__")
