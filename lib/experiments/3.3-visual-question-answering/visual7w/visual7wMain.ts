import { LabError } from "../../../core/errors";
import { parseCommand, runVisual7w } from "./visual7wCommand";

/** `npm run visual7w -- evaluate|answer results.json`: its exit code. */
async function main(args: readonly string[]): Promise<number> {
  try {
    process.stdout.write(await runVisual7w(parseCommand(args)));
    return 0;
  } catch (error) {
    if (!(error instanceof LabError)) throw error; // a mistake of ours: with its stack
    process.stdout.write(`${error.message}\n`);
    return 1;
  }
}

void main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
