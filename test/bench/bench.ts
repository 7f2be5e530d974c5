/** The lab beside its rivals, in one run: see options.ts for the command and protocol.ts for how they are asked. */
import { mkdirSync, writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import path from "node:path";
import { projectRoot } from "../../lib/core/project";
import { sentenceOf } from "../../lib/core/refusal";
import { duration } from "../../lib/view/progress";
import { hasRivals } from "./contestants";
import type { Rules } from "./duel";
import { machine } from "./machine";
import { memoryRows } from "./memory";
import { type BenchOptions, help, parseOptions } from "./options";
import { gemmPeak } from "./peak";
import { only, type Plan, plan } from "./plan";
import { patience } from "./quiet";
import { type Outcome, rateRow } from "./rates";
import type { ResultRow } from "./result";
import { line, summary } from "./summary";
import { traceRow } from "./trace";
import { type Quiet, verdict } from "./verdict";

/** No row begins after them. */
const QUICK_SECONDS = 285;
const output = path.join(projectRoot, "report", "bench.json");

async function bench({ quick, only: group }: BenchOptions): Promise<void> {
  if (!hasRivals) console.error("PyTorch is missing here: so is its column, and NumPy's.");
  const everything = plan({ quick });
  const rules = quick
    ? { rounds: 3, seconds: 0.6, patience: patience(30) }
    : { rounds: 5, seconds: 1.5, patience: patience(600) };
  const quiet: Quiet = { loadBefore: loadavg()[0], cores: cpus().length };
  const began = performance.now();
  const isOver = () => quick && performance.now() - began > QUICK_SECONDS * 1000;
  const host = machine();
  const peak = await gemmPeak();
  console.error(`matrix product 2048³: ${Math.round(peak.best)} GFLOP/s`);
  const rows: ResultRow[] = [];
  const failures: string[] = [];
  const around = { peak: peak.best, withBystanders: !quick, isOver };
  for await (const outcome of outcomes(group ? only(everything, group) : everything, rules, around)) {
    rows.push(...outcome.rows);
    failures.push(...outcome.failures);
    for (const row of outcome.rows) console.error(line(row));
    save({ machine: host, quiet, gemmPeak: peak, rows });
  }
  console.log(`\n${summary(rows, process.stdout.columns ?? 160)}`);
  console.log(`${output}, after ${duration((performance.now() - began) / 1000)}`);
  for (const failure of new Set(failures)) console.log(`Missing: ${failure}`);
  console.log(`\n${verdict(rows, quiet)}`);
}

type Around = Parameters<typeof rateRow>[2] & { isOver(): boolean };

/** Row after row, so that what was measured is kept when the rest is not. */
async function* outcomes({ rates, memory, traces }: Plan, rules: Rules, around: Around): AsyncGenerator<Outcome> {
  // Peak memory hardly varies, and long sequences take their time.
  const fewer = { ...rules, rounds: Math.ceil(rules.rounds / 3) };
  const turns = [
    ...rates.map((entry) => ({ entry, play: () => rateRow(entry, rules, around) })),
    ...memory.map((entry) => ({ entry, play: () => memoryRows(entry, fewer) })),
    ...traces.map((entry) => ({ entry, play: () => traceRow(entry, fewer) })),
  ];
  for (const { entry, play } of turns) {
    yield around.isOver() ? { rows: [], failures: [`${entry.name}: the time of --quick is over`] } : await play();
  }
}

function save(report: object): void {
  mkdirSync(path.dirname(output), { recursive: true });
  writeFileSync(output, `${JSON.stringify(report, undefined, 2)}\n`);
}

async function main(args: readonly string[]): Promise<void> {
  try {
    const options = parseOptions(args);
    if (options.help) process.stdout.write(help);
    else await bench(options);
  } catch (error) {
    const sentence = sentenceOf(error);
    if (sentence === undefined) throw error;
    console.error(sentence);
    process.exitCode = 1;
  }
}

void main(process.argv.slice(2));
