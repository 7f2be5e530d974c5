import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, readdirSync } from "node:fs";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { depth } from "../../lib/experiments";
import type { EngineFor, Noted } from "../../lib/lab/engine";
import { openQueue } from "../../lib/lab/queue";
import { withoutTimes } from "../../lib/lab/withoutTimes";
import { everyMoment } from "../everyMoment";
import { skip as none, startServer } from "./queueServer";

const config = { ...depth.presets.smoke, depths: [1, 2, 3], steps: 600, evaluateEvery: 60 };
const skip = none || (everyMoment ? false : "with LAB_EVERY_MOMENT=1: each takes up to a minute");
const command = (line: string) => spawnSync("sh", ["-c", line], { encoding: "utf8" });

type Server = Awaited<ReturnType<typeof startServer>>;
type TestWorker = Awaited<ReturnType<Server["worker"]>>;
interface Stage {
  readonly server: Server;
  readonly shared: string;
  readonly worker: TestWorker;
}

/** The processes that run a worker's jobs. */
const jobsOf = ({ child }: TestWorker): number[] =>
  [...command(`ps -o pid=,args= --ppid ${child.pid}`).stdout.matchAll(/^ *(\d+) .*jobWorker/gm)].map(([, pid]) =>
    Number(pid),
  );

/** What happens while a worker computes; whoever is to go on is started by it. */
const faults: Readonly<Record<string, (stage: Stage) => Promise<unknown>>> = {
  async "kill -9 of a job's process"({ worker }) {
    for (const pid of jobsOf(worker)) process.kill(pid, "SIGKILL");
  },
  async "kill -9 of a worker: another takes over"({ server, shared, worker }) {
    await worker.kill("SIGKILL");
    await server.worker(shared);
  },
  async "a worker that is told to end, and nobody for some seconds"({ server, shared, worker }) {
    await worker.kill("SIGTERM");
    await pause(5_000);
    await server.worker(shared);
  },
  async "kill -9 of the server, which comes again with its append-only file"({ server }) {
    await server.kill();
    await pause(3_000);
    await server.start();
  },
  async "a server that has lost all it knew"({ server }) {
    command(`redis-cli -p ${server.port} --no-auth-warning -a secret flushall`);
  },
  async "kill -9 of the server and of the worker at once"({ server, shared, worker }) {
    await Promise.all([server.kill(), worker.kill("SIGKILL")]);
    await server.start();
    await server.worker(shared);
  },
  async "a worker that stalls for forty seconds, beside another"({ server, shared, worker }) {
    for (const pid of [worker.child.pid as number, ...jobsOf(worker)]) process.kill(pid, "SIGSTOP");
    await server.worker(shared);
    await pause(40_000);
    for (const pid of [worker.child.pid as number, ...jobsOf(worker)]) process.kill(pid, "SIGCONT");
  },
};

describe("whatever fails on the way, each result is there, once, and equal to the reference", { skip }, () => {
  let server: Server;
  let reference: unknown;
  before(async () => {
    server = await startServer();
    reference = withoutTimes(await depth.run(config, {}));
  });
  after(() => server?.close());

  async function survives(
    name: string,
    during: (stage: Stage) => Promise<unknown>,
    first?: Parameters<Server["worker"]>[1],
  ) {
    command(`redis-cli -p ${server.port} --no-auth-warning -a secret flushall`);
    const shared = path.join(server.folder, name.replaceAll(/\W/g, "-").slice(0, 40));
    const worker = await server.worker(shared, first);
    const noted: Noted[] = [];
    const began = Date.now();
    const engine = (asked: EngineFor) => openQueue(server.url, asked) as never;
    const running = depth.run(config, { engine, note: (one) => void noted.push(one) });
    await worker.says(/begins/);
    await pause(2_000);
    await during({ server, shared, worker });
    assert.deepEqual(withoutTimes(await running), reference);
    assert.equal(new Set(noted.map(({ job }) => JSON.stringify(job))).size, noted.length, "each once");
    await server.dismiss();
    return (Date.now() - began) / 1000;
  }

  test("nothing", async (t) => t.diagnostic(`${await survives("nothing", async () => {})} s`));
  for (const [name, during] of Object.entries(faults))
    test(name, async (t) => t.diagnostic(`${(await survives(name, during)).toFixed(0)} s`));

  test("a network that is down for a minute", { skip: command("ip netns list").status !== 0 }, async (t) => {
    const space = `lab${process.pid}`;
    const link = `v${process.pid}`;
    const setUp = [
      `ip netns add ${space}`,
      `ip link add ${link} type veth peer name inner netns ${space}`,
      `ip addr add 10.77.0.1/24 dev ${link} && ip link set ${link} up`,
      `ip -n ${space} addr add 10.77.0.2/24 dev inner && ip -n ${space} link set inner up`,
    ];
    assert.equal(command(setUp.join(" && ")).status, 0);
    const place = { within: ["ip", "netns", "exec", space], host: "10.77.0.1" };
    const down = async () => {
      command(`ip link set ${link} down`);
      await pause(60_000);
      command(`ip link set ${link} up`);
    };
    t.diagnostic(`${(await survives("network", down, place)).toFixed(0)} s`);
    command(`ip netns del ${space}`);
  });

  test("a worker whose clock is an hour behind", { skip: command("faketime --version").status !== 0 }, async (t) => {
    const place = { within: ["faketime", "-f", "-1h"] };
    t.diagnostic(`${(await survives("clock", async () => {}, place)).toFixed(0)} s`);
  });

  test("a disk that is full where results are kept", { skip: process.getuid?.() !== 0 }, async (t) => {
    const disk = path.join(server.folder, "disk"); // as `survives` will call it
    mkdirSync(disk);
    assert.equal(command(`mount -t tmpfs -o size=64k none ${disk}`).status, 0);
    const fill = async () => void command(`head -c 1M /dev/zero > ${disk}/full`);
    try {
      const took = await survives("disk", fill);
      t.diagnostic(`${took.toFixed(0)} s`);
    } finally {
      command(`umount -l ${disk}`);
    }
  });

  test("a notebook that is killed: run again, it finds what is done", async (t) => {
    command(`redis-cli -p ${server.port} --no-auth-warning -a secret flushall`);
    const worker = await server.worker(path.join(server.folder, "notebook"));
    const program = `const { depth } = require(${JSON.stringify(require.resolve("../../lib/experiments"))});
      const { openQueue } = require(${JSON.stringify(require.resolve("../../lib/lab/queue"))});
      depth.run(${JSON.stringify(config)}, { engine: (asked) => openQueue(${JSON.stringify(server.url)}, asked) });`;
    const notebook = spawn(process.execPath, ["-e", program], { stdio: "ignore" });
    await worker.says(/begins/);
    await pause(2_000);
    notebook.kill("SIGKILL");
    const began = Date.now();
    const engine = (asked: EngineFor) => openQueue(server.url, asked) as never;
    assert.deepEqual(withoutTimes(await depth.run(config, { engine })), reference);
    assert.equal(worker.said.join("").match(/begins/g)?.length, 5, "no job twice");
    await server.dismiss();
    t.diagnostic(`${((Date.now() - began) / 1000).toFixed(0)} s`);
  });

  /** A notebook in a process group of its own; through the queue, or with a pool whose results are kept in a folder. */
  function startNotebook(context: string) {
    const program = `const { depth } = require(${JSON.stringify(require.resolve("../../lib/experiments"))});
      const { openQueue } = require(${JSON.stringify(require.resolve("../../lib/lab/queue"))});
      const progress = ({ done }) => process.stdout.write(done + "\\n");
      depth.run(${JSON.stringify(config)}, { progress, ${context} });`;
    const child = spawn(process.execPath, ["-e", program], { stdio: ["ignore", "pipe", "ignore"], detached: true });
    const learns = new Promise<void>((resolve) => {
      child.stdout.on("data", (text) => Number(`${text}`.trim().split("\n").at(-1)) >= config.steps && resolve());
    });
    return { learns, kill: () => process.kill(-(child.pid as number), "SIGKILL") };
  }

  test("kill -9 of all that runs on the machine at once: notebook, workers, their jobs and the server", async (t) => {
    command(`redis-cli -p ${server.port} --no-auth-warning -a secret flushall`);
    const shared = path.join(server.folder, "machine");
    const worker = await server.worker(shared);
    const notebook = startNotebook(`engine: (asked) => openQueue(${JSON.stringify(server.url)}, asked)`);
    await notebook.learns;
    const jobs = jobsOf(worker);
    assert.ok(jobs.length > 0);
    notebook.kill();
    for (const pid of jobs) process.kill(pid, "SIGKILL");
    await Promise.all([worker.kill("SIGKILL"), server.kill()]);
    const began = Date.now();
    await server.start();
    await server.worker(shared);
    const noted: Noted[] = [];
    const engine = (asked: EngineFor) => openQueue(server.url, asked) as never;
    const result = await depth.run(config, { engine, note: (one) => void noted.push(one) });
    assert.deepEqual(withoutTimes(result), reference);
    assert.equal(new Set(noted.map(({ job }) => JSON.stringify(job))).size, noted.length, "each once");
    await server.dismiss();
    t.diagnostic(`${((Date.now() - began) / 1000).toFixed(0)} s`);
  });

  test("the same without a queue: notebook and pool are killed at once, and go on from what is kept", async (t) => {
    const keep = path.join(server.folder, "pool");
    const notebook = startNotebook(`keep: ${JSON.stringify(keep)}`);
    await notebook.learns;
    notebook.kill();
    const began = Date.now();
    assert.ok(readdirSync(keep).length > 0, "something is kept");
    assert.deepEqual(withoutTimes(await depth.run(config, { keep })), reference);
    t.diagnostic(`${((Date.now() - began) / 1000).toFixed(0)} s`);
  });
});
