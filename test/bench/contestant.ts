import { createInterface } from "node:readline";
import type { Reply, Request, Row } from "./protocol";

/** What a contestant can do: by kind, makes a row ready and returns one run of it, which tells the units it did. */
export type Rows = { readonly [K in Row["kind"]]?: (row: Extract<Row, { kind: K }>) => () => number };

interface Prepared {
  /** The row as text: it is made ready once and kept for its further turns. */
  readonly text: string;
  readonly run: () => number;
  readonly firstSeconds: number;
}

/** The contestant's side of the protocol: answers each line of stdin with one of stdout, until `{"done": true}`. */
export async function serve(rows: Rows): Promise<void> {
  const lines = createInterface({ input: process.stdin });
  let prepared: Prepared | undefined;
  for await (const line of lines) {
    const request = JSON.parse(line) as Request;
    if ("done" in request) break;
    let reply: Reply;
    try {
      if (prepared?.text !== JSON.stringify(request.row)) prepared = prepare(rows, request.row);
      reply = measure(prepared, request.seconds);
    } catch (error) {
      reply = { error: error instanceof Error ? error.message : String(error) };
    }
    process.stdout.write(`${JSON.stringify(reply)}\n`);
  }
  // The row's tensors go with the process; a library's threads must not keep it.
  process.exit();
}

function prepare(rows: Rows, row: Row): Prepared {
  const make = rows[row.kind] as ((row: Row) => () => number) | undefined;
  if (!make) throw new Error(`no row of kind ${row.kind}`);
  const began = performance.now();
  const run = make(row);
  run();
  return { text: JSON.stringify(row), run, firstSeconds: (performance.now() - began) / 1000 };
}

/** Whole runs, at least one, until `seconds` have passed. */
function measure({ run, firstSeconds }: Prepared, seconds: number): Reply {
  const cpu = process.cpuUsage();
  const began = performance.now();
  const passed = () => (performance.now() - began) / 1000;
  let units = 0;
  do units += run();
  while (passed() < seconds);
  const rate = units / passed();
  const { user, system } = process.cpuUsage(cpu);
  const peakMb = process.resourceUsage().maxRSS / 1024;
  return { rate, peakMb, firstSeconds, cpuSeconds: (user + system) / 1e6 };
}
