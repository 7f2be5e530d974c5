import { expect } from "../core/errors";
import { cacheFolder } from "../core/project";
import { sentenceOf } from "../core/refusal";
import { clearKept, keptText, listKept, megabytes } from "./keptList";

const help = `npm run kept                  what notebooks have computed and the lab has kept, how large it is, and which of it counts
npm run kept -- --clear       deletes all of it
npm run kept -- --clear-old   deletes what counts no more: computed by other code, from other data, or never finished
`;

/** `npm run kept`: what it says. */
function kept(args: readonly string[]): string {
  const [action = "--list", ...more] = args;
  const known = ["--list", "--clear", "--clear-old", "--help"];
  expect(
    known.includes(action) && more.length === 0,
    `kept: nothing, --clear or --clear-old expected, got ${args.join(" ")}`,
  );
  if (action === "--help") return help;
  const entries = listKept((["results", "features", "weights"] as const).map(cacheFolder));
  if (entries.length === 0) return "Nothing is kept.\n";
  const old = entries.filter(({ state }) => state !== "counts");
  if (action === "--list") {
    const sums = `${entries.length} kept, ${megabytes(entries)}; ${entries.length - old.length} count, and are taken instead of computing anew.`;
    return `${keptText(entries, process.stdout.columns || 110)}\n\n${sums}\n${help.slice(help.indexOf("\n") + 1)}`;
  }
  const cleared = action === "--clear" ? entries : old;
  clearKept(cleared);
  return `${cleared.length} deleted, ${megabytes(cleared)} freed.\n`;
}

try {
  process.stdout.write(kept(process.argv.slice(2)));
} catch (error) {
  const sentence = sentenceOf(error);
  if (sentence === undefined) throw error;
  process.stdout.write(`${sentence}\n`);
  process.exitCode = 1;
}
