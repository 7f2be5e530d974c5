import { expect } from "../../lib/core/errors";
import { type Group, groups } from "./plan";

export const help = `npm run bench                     every row: about half an hour
npm run bench -- --quick          fewer sizes and rounds, PyTorch alone beside: five minutes
npm run bench -- --only train     one group of rows: ${groups.join(", ")}

Prints a table and writes report/bench.json. Let nothing else run meanwhile.
`;

export interface BenchOptions {
  readonly quick: boolean;
  readonly only?: Group;
  readonly help: boolean;
}

/**
 * The command's arguments, checked.
 * @throws {LabError} for an unknown flag or group, naming what exists
 */
export function parseOptions(args: readonly string[]): BenchOptions {
  const rest = [...args];
  const options: { quick: boolean; only?: Group; help: boolean } = { quick: false, help: false };
  while (rest.length) {
    const [flag, value] = (rest.shift() ?? "").split("=", 2);
    if (flag === "--quick") options.quick = true;
    else if (flag === "--help") options.help = true;
    else if (flag === "--only") options.only = group(value ?? rest.shift());
    else expect(false, `unknown option ${flag}: there are --quick, --only ${groups.join("|")} and --help`);
  }
  return options;
}

function group(name: string | undefined): Group {
  const found = groups.find((known) => known === name);
  expect(found !== undefined, `unknown group ${name ?? "(none given)"}: there are ${groups.join(", ")}`);
  return found;
}
