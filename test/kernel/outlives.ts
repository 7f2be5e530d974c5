import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const patience = 5000; // ms

interface Process {
  readonly pid: number;
  readonly command: string;
}

/** Those that were started, by whomever, with this in their environment. */
function living(mark: string): Process[] {
  return readdirSync("/proc").flatMap((name) => {
    try {
      if (!readFileSync(`/proc/${name}/environ`, "latin1").includes(mark)) return [];
      const ended = /^State:\s+[ZX]/m.test(readFileSync(`/proc/${name}/status`, "utf8"));
      const command = readFileSync(`/proc/${name}/cmdline`, "utf8").replaceAll("\0", " ");
      return ended ? [] : [{ pid: Number(name), command }];
    } catch {
      return []; // no process, or it has ended
    }
  });
}

async function until(holds: () => boolean, ms: number): Promise<boolean> {
  for (const end = Date.now() + ms; !holds(); await new Promise((wait) => setTimeout(wait, 100))) {
    if (Date.now() > end) return false;
  }
  return true;
}

/** What is started: it writes the file `begun` in the folder when it is at what it shall be ended in. */
export interface Command {
  readonly program: string;
  readonly args: readonly string[];
  /** Told when it has started, where something is left to be done until `begun`. */
  readonly begin?: (environment: NodeJS.ProcessEnv) => Promise<void> | void;
  /** A process that is to be there by then, too. */
  readonly awaited?: RegExp;
}

/** Which of its processes is sent the signal. */
const processes = {
  npm: /^npm /,
  command: /^\S*node \S*(command|lab)\.mjs/,
  Jupyter: /python.* .*jupyter/,
  kernel: /kernel\.mjs/,
  parent: /^\S*node -e .* parent $/s,
};
export type Victim = keyof typeof processes;

/** Starts it, waits until it has begun, sends the signal, and asks what lives five seconds later. */
export async function outlives(
  signal: NodeJS.Signals,
  victim: Victim,
  command: (folder: string) => Command,
): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), "parent-"));
  const mark = `LAB_TEST_MARK=${randomUUID()}`;
  const { npm_lifecycle_event, NODE_TEST_CONTEXT, ...others } = process.env;
  const env = { ...others, LAB_TEST_MARK: mark.split("=")[1] };
  const { program, args, begin, awaited = /./ } = command(folder);
  const child = spawn(program, args, { cwd: folder, env, stdio: ["ignore", "pipe", "pipe"], detached: true });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (data) => (said += data));
  try {
    await begin?.(env);
    assert.ok(await until(() => existsSync(path.join(folder, "begun")), 60_000), said);
    assert.ok(await until(() => living(mark).some(({ command }) => awaited.test(command)), 60_000), said);
    const started = living(mark);
    const found = started.find(({ command }) => processes[victim].test(command));
    assert.ok(found, `no ${victim} among ${started.map(({ command }) => command).join("\n")}`);
    process.kill(found.pid, signal);
    await until(() => living(mark).length === 0, patience);
    assert.deepEqual(living(mark), []);
  } finally {
    for (const { pid } of living(mark)) process.kill(pid, "SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  }
}
