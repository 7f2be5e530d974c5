# nbgrader reads this file where it is started in this folder (README.md).
from pathlib import Path

from nbgrader.converters import Autograde
from nbgrader.preprocessors import DeduplicateIds

lab = Path(__file__).resolve().parents[2]
grading = lab / "grading"
grading.mkdir(exist_ok=True)

c = get_config()

# An assignment is a folder of notebooks/. What nbgrader makes is in grading/, which git does not keep.
c.CourseDirectory.course_id = "lecture-lab"
c.CourseDirectory.root = str(lab)
c.CourseDirectory.source_directory = "notebooks"
for step in ["release", "submitted", "autograded", "feedback", "solution"]:
    setattr(c.CourseDirectory, f"{step}_directory", f"grading/{step}")
c.CourseDirectory.db_url = f"sqlite:///{grading / 'gradebook.db'}"
c.CourseDirectory.ignore = [".ipynb_checkpoints", "README.md", "nbgrader_config.py"]

# What stands for a solution in TypeScript.
c.ClearSolutions.code_stub = {"typescript": "// Write the equation here."}

# Of one cell, in seconds: one that never ends is stopped, and the next one runs.
c.Execute.timeout = 60


class OrdinaryCopies(DeduplicateIds):
    """Of a cell that a student has copied, nbgrader 0.9 leaves metadata that it then refuses as those of an old version."""

    def preprocess_cell(self, cell, resources, cell_index):
        cell, resources = super().preprocess_cell(cell, resources, cell_index)
        if cell.metadata.get("nbgrader") == {}:
            del cell.metadata["nbgrader"]
            self.log.warning("The copy is an ordinary cell now, and gives no points.")
        return cell, resources


usual = Autograde.sanitize_preprocessors.default()
c.Autograde.sanitize_preprocessors = [OrdinaryCopies if one is DeduplicateIds else one for one in usual]
