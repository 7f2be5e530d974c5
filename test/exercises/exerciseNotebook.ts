import { readFileSync } from "node:fs";
import path from "node:path";
import { projectRoot } from "../../lib/core/project";
import { joined, type Notebook, type NotebookCell } from "../../lib/report/ipynb";

export const exercisesFolder = path.join(projectRoot, "notebooks", "exercises");

/** The notebook of the exercises, as a student finds it. */
export const exerciseNotebook = (): Notebook =>
  JSON.parse(readFileSync(path.join(exercisesFolder, "equations.ipynb"), "utf8"));

/** The same with these lines in place of what is to be written in the cell that begins so; of others nothing changes. */
export function filled(notebook: Notebook, lines: (name: string) => string | undefined): Notebook {
  const fill = (cell: NotebookCell): NotebookCell => {
    const source = joined(cell.source);
    const written = lines(source.match(/^function (\w+)/m)?.[1] ?? "");
    if (written === undefined) return cell;
    return {
      ...cell,
      source: source.replace(
        /^( *\/\/ BEGIN SOLUTION\n)?.*Write the equation here.*(\n.*END SOLUTION)?$/m,
        () => written,
      ),
    };
  };
  return { ...notebook, cells: notebook.cells.map(fill) };
}
