// @ts-check
// Required by a Node process that is of no use without the one that started it. Node has no signal for a parent's death; a
// thread watches, so that a process that computes without a pause ends, too, and with it all that it has started.
const { execFileSync } = require("node:child_process");
const { readdirSync, readFileSync } = require("node:fs");
const { isMainThread, Worker, workerData } = require("node:worker_threads");

const EVERY = 300; // ms

// Whoever that is: a launcher may have ended before, and left this process to the system.
if (isMainThread) new Worker(__filename, { workerData: { parentOfProcess: process.ppid }, execArgv: [] }).unref();
// Not a thread of the process's own, which inherits the --require.
else if (workerData?.parentOfProcess !== undefined) {
  setInterval(() => process.ppid === workerData.parentOfProcess || killTree(process.pid), EVERY);
}

/** Itself at last. @param {number} root */
function killTree(root) {
  const all = processes();
  /** @param {number} of @returns {number[]} */
  const below = (of) => all.filter(([, parent]) => parent === of).flatMap(([child]) => [child, ...below(child)]);
  for (const pid of [...below(root), root]) {
    try {
      process.kill(pid, "SIGKILL");
    } catch {} // it has ended
  }
}

/** @returns {number[][]} each its number and its parent's */
function processes() {
  // A container may lack ps.
  if (process.platform !== "linux") {
    const lines = execFileSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" }).trim().split("\n");
    return lines.map((line) => line.trim().split(/\s+/).map(Number));
  }
  return readdirSync("/proc").flatMap((name) => {
    try {
      // Its name, between parentheses, may hold anything.
      const [, parent] = readFileSync(`/proc/${name}/stat`, "utf8").split(") ").slice(-1)[0].split(" ");
      return [[Number(name), Number(parent)]];
    } catch {
      return []; // no process, or one that has ended
    }
  });
}
