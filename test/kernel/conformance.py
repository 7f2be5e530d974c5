"""PyPI jupyter_kernel_test against the lab's kernel.

Not run: test_pager (a payload that Jupyter has deprecated) and test_clear_output (neither tslab nor the lab has a
function that clears a cell's output).
"""

import unittest

import jupyter_kernel_test

jupyter_kernel_test.TIMEOUT = 60


class LabKernel(jupyter_kernel_test.KernelTests):
    kernel_name = "lecture-lab"
    language_name = "typescript"
    file_extension = ".ts"
    code_hello_world = 'console.log("hello, world")'
    code_stderr = 'console.error("oops")'
    completion_samples = [
        {"text": "Math.sqr", "matches": {"sqrt", "SQRT2", "SQRT1_2"}},
        {"text": "const option = { wide: 1 }; option.", "matches": {"wide"}},
    ]
    complete_code_samples = ["1", "const x: number = 1;", "function f() {\n  return 1;\n}", "await f()"]
    incomplete_code_samples = ["function f() {", "const x =", "f(1,", "`text", "/* comment"]
    invalid_code_samples = ["const const", "}", '"text', "let a: = 3"]
    code_generate_error = 'throw new Error("boom")'
    code_execute_result = [
        {"code": "1 + 2 + 3", "result": "6"},
        {"code": "[1, 2].map((n) => n * n)", "result": "[ 1, 4 ]"},
        {"code": '"text"', "result": "'text'"},
    ]
    code_display_data = [{"code": 'require("tslab").display.html("<b>bold</b>")', "mime": "text/html"}]
    code_history_pattern = "1 ? 2*"
    supported_history_operations = ("tail", "range", "search")
    code_inspect_sample = "parseInt"


class LabGreets(jupyter_kernel_test.IopubWelcomeTests):
    kernel_name = "lecture-lab"
    support_iopub_welcome = True


if __name__ == "__main__":
    unittest.main(verbosity=2)
