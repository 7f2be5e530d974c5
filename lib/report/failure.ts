import type { Failure } from "./ipynb";
import { shortened } from "./terminal";

const mostLines = 12;

/** The failure on one line: notebook, cell and error. */
export const failureLine = (name: string, failure: Failure): string =>
  `  ${name}.ipynb, ${place(failure)}: ${headline(failure)}\n`;

/** The failure with the way to it. */
export function failureText(name: string, failure: Failure): string {
  const lines = failure.message.split("\n").filter((line) => line.trim());
  const shown = lines.length > mostLines ? [...lines.slice(0, mostLines), "…", lines.at(-1)] : lines;
  return `FAILED: ${name}.ipynb, ${place(failure)}:\n${shown.map((line) => `    ${line}\n`).join("")}`;
}

/** The line that names the error, which is the last of its kind; the first one where none does. */
export function headline({ message }: Failure): string {
  const lines = message.split("\n");
  return lines.findLast((line) => /^(\w*(Error|Exception)|Thrown|Interrupted)\b/.test(line)) ?? lines[0];
}

const place = ({ cell, source }: Failure): string =>
  cell ? `cell ${cell} (${shortened(source, 60)})` : "before its first cell";
