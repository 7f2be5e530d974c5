import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { toExactJson } from "../../lib/core/exactJson";
import { depth, hello } from "../../lib/experiments";
import type { EngineFor } from "../../lib/lab/engine";
import { openQueue } from "../../lib/lab/queue";
import { openLink, type QueueLink } from "../../lib/lab/queueLink";
import type { RunContext } from "../../lib/lab/session";
import { withoutTimes } from "../../lib/lab/withoutTimes";
import type { Progress } from "../../lib/view/progress";
import { certificates, skip, startServer } from "./queueServer";

/** Jobs of some seconds: 2 cores at once would take as long as they are many. */
const config = { ...depth.presets.smoke, depths: [1, 2, 3], steps: 400, evaluateEvery: 40 };

describe("jobs through a queue", { skip }, () => {
  let server: Awaited<ReturnType<typeof startServer>>;
  let reference: unknown;
  let link: QueueLink;
  before(async () => {
    server = await startServer();
    link = await openLink(server.url);
    reference = withoutTimes(await depth.run(config, {}));
  });
  after(async () => {
    link?.redis.disconnect();
    await server?.close();
  });

  const through = (context: RunContext = {}): RunContext => ({
    ...context,
    engine: (asked: EngineFor) => openQueue(server.url, asked) as never,
  });
  /** A study through the queue is what it is here. */
  async function isSame(context?: RunContext): Promise<void> {
    assert.deepEqual(withoutTimes(await depth.run(config, through(context))), reference);
  }
  const fresh = (name: string) => path.join(server.folder, name);

  test("the results are those of this process, with progress to the end, whoever ran them", async () => {
    const worker = await server.worker(fresh("same"));
    const other = await server.worker(fresh("same"));
    const shown: Progress[] = [];
    await isSame({ progress: (told) => void shown.push(told) });
    assert.equal(shown.at(-1)?.done, shown[0].total);
    assert.ok(
      [worker, other].every(({ said }) => said.join("").includes(" done")),
      "both have worked",
    );
    for (const one of [worker, other]) await one.kill("SIGTERM");
  });

  test("whoever asks for what has been computed has it at once, without a worker", async () => {
    await isSame();
  });

  test("stopped, those under way return what they have, those that wait are taken back, and the queue is empty", async () => {
    const worker = await server.worker(fresh("stopped"));
    const controller = new AbortController();
    const context = { signal: controller.signal, progress: () => controller.abort() };
    const stopped = await depth.run({ ...config, steps: 100_000, depths: [1, 2, 4] }, through(context));
    assert.ok(stopped.arms.some(({ models }) => models.length === 0));
    const left = await link.redis.keys(`bull:${link.name}:wait`);
    assert.deepEqual(left, []);
    await worker.kill("SIGTERM");
  });

  test("a worker that is told to end hands its job back, and another goes on from where it was", async () => {
    const [first, second] = [await server.worker(fresh("handed")), () => server.worker(fresh("handed"))];
    const long = { ...config, steps: 1_500, seeds: 1 };
    const running = depth.run(long, through());
    await first.says(/begins/);
    await pause(1_500);
    await first.kill("SIGTERM");
    const next = await second();
    const result = withoutTimes(await running);
    assert.deepEqual(result, withoutTimes(await depth.run(long, {})));
    await next.kill("SIGTERM");
  });

  test("a message that is no job of this project's, or another version's, runs nothing, and says why", async () => {
    const worker = await server.worker(fresh("hostile"));
    const { bullmq, connection, name } = link;
    const queue = new bullmq.Queue(name, { connection });
    const events = new bullmq.QueueEvents(name, { connection, blockingTimeout: 1_000 });
    await events.waitUntilReady();
    const job = "experiments/2-vanilla-rnn/hello/job.js";
    const sound = { module: job, name: "runHelloModel", reads: [], needs: {}, job: {}, origin: "0" };
    const hostile: Record<string, [unknown, RegExp]> = {
      "no JSON": ["{", /JSON/],
      "no record": [toExactJson(5, ""), /a job of the lab expected/],
      "another module": [
        toExactJson({ ...sound, module: "core/project.js" }, ""),
        /a module of jobs.*expected, got "core\/project\.js"/,
      ],
      "a package": [toExactJson({ ...sound, module: "node:child_process", name: "execSync" }, ""), /a module of jobs/],
      "a way out": [toExactJson({ ...sound, module: "experiments/../../../tmp/job.js" }, ""), /a module of jobs/],
      "no job": [toExactJson({ ...sound, name: "constructor" }, ""), /an exported job expected/],
      "another version": [toExactJson(sound, ""), /a job of this version of the lab \(.*\) expected, got one of 0/],
      "a file to read": [
        toExactJson({ ...sound, reads: ["../../../../etc/shadow", 5] }, ""),
        /a job of the lab expected/,
      ],
    };
    for (const [i, [what, [json, words]]] of Object.entries(hostile).entries()) {
      const id = `hostile${i}`;
      const failed = new Promise<string>((resolve) => {
        events.on(
          "failed",
          ({ jobId, failedReason }: { jobId: string; failedReason: string }) => jobId === id && resolve(failedReason),
        );
      });
      await queue.add("job", { json: json as string }, { jobId: id, attempts: 3 });
      assert.match(await failed, words, what);
    }
    await Promise.all([queue.close(), events.close()]);
    assert.equal(worker.child.exitCode, null, "the worker lives");
    const result = await hello.run(hello.presets.smoke, through());
    assert.equal(result.models.length, 3);
    await worker.kill("SIGTERM");
  });

  test("without a server, with a wrong password or a wrong address: a sentence, and no password in it", async () => {
    for (const [url, words] of [
      [server.url.replace("secret", "sicret"), /expected at 127\.0\.0\.1:\d+, got none: .*(WRONGPASS|NOAUTH|invalid)/],
      ["redis://:secret@127.0.0.1:1", /expected at 127\.0\.0\.1:1, got none: .*ECONNREFUSED/],
      ["postgres://:secret@127.0.0.1", /an address such as redis:\/\//],
      ["host", /an address such as redis:\/\//],
    ] as const)
      await assert.rejects(
        openLink(url),
        (error: Error) => words.test(error.message) && !/s[ie]cret/.test(error.message),
      );
  });
});

test("through TLS, with an authority of one's own; without it, or without TLS, a sentence", { skip }, async (t) => {
  const folder = mkdtempSync(path.join(tmpdir(), "tls-"));
  const tls = certificates(folder);
  if (!tls) return t.skip("needs openssl");
  const server = await startServer(tls);
  try {
    await server.worker();
    const program = `const { hello } = require(${JSON.stringify(require.resolve("../../lib/experiments"))});
      const { openQueue } = require(${JSON.stringify(require.resolve("../../lib/lab/queue"))});
      const engine = (asked) => openQueue(process.argv[1], asked);
      const said = (value) => process.stdout.write(value, () => process.exit());
      hello.run(hello.presets.smoke, { engine }).then((result) => said(JSON.stringify(result)), ({ message }) => said(message));`;
    const ask = (url: string, ca: string) => {
      const env = { ...process.env, NODE_EXTRA_CA_CERTS: ca };
      return spawnSync(process.execPath, ["-e", program, url], { env, encoding: "utf8" }).stdout;
    };
    const here = await hello.run(hello.presets.smoke, {});
    assert.deepEqual(withoutTimes(JSON.parse(ask(server.url, tls.ca))), withoutTimes(JSON.parse(JSON.stringify(here))));
    assert.match(
      ask(server.url, ""),
      /a Redis or Valkey server expected at 127\.0\.0\.1:\d+, got none: self-signed cert/,
    );
    assert.match(ask(server.url.replace("rediss", "redis"), tls.ca), /got none: /);
  } finally {
    await server.close();
    rmSync(folder, { recursive: true });
  }
});
