import { sentenceOf } from "../../../core/refusal";
import { parseCommand, runVisual7w } from "./visual7wCommand";

/** `npm run visual7w -- evaluate|answer results.json`: its exit code. */
async function main(args: readonly string[]): Promise<number> {
  try {
    process.stdout.write(await runVisual7w(parseCommand(args)));
    return 0;
  } catch (error) {
    const sentence = sentenceOf(error);
    if (sentence === undefined) throw error;
    process.stdout.write(`${sentence}\n`);
    return 1;
  }
}

void main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
