import path from "node:path";
import { LabError } from "../core/errors";
import { fromExactJson, toExactJson } from "../core/exactJson";
import { projectRoot } from "../core/project";
import { sayOnce } from "../core/sayOnce";
import { hashOf } from "../core/sealed";
import type { Call, Engine, EngineFor } from "./engine";
import type { Told } from "./jobProgress";
import { rememberedOrigins } from "./planned";
import { sendFiles } from "./queueFiles";
import { openLink, type QueuedJob, type QueuedResult, type QueueLink } from "./queueLink";
import type { Ran } from "./runJob";

const lib = path.join(__dirname, "..");

/** How often the server is asked for what it may not have told: it may have been away, and have lost what it knew. */
const askEvery = 3_000;
/** Of how many jobs at a time, in turn. */
const mostAsked = 100;

/** A job that this notebook waits for. */
interface Waiting {
  readonly json: string;
  readonly call: Call<Told>;
  done(result: QueuedResult | undefined): void;
  failed(reason: string): void;
}

/**
 * Jobs are drawn from a queue by the workers that `npm run worker` has started, on any machine, with this version of the code.
 * Each is there once: whoever asks for it, whenever, waits for the same.
 * @param url of a Redis or Valkey server
 */
export async function openQueue(url: string, { jobs, signal }: EngineFor): Promise<Engine<Told>> {
  const link = await openLink(url);
  const { bullmq, connection, name, redis, stops } = link;
  const queue = new bullmq.Queue(name, { connection });
  const events = new bullmq.QueueEvents(name, { connection, blockingTimeout: 1_000 });
  for (const part of [queue, events])
    part.on("error", () => sayOnce(url, `The queue at ${link.host} is away; waiting for it.`));
  const originOf = rememberedOrigins();
  const open = new Map<string, Waiting>();
  events.on("progress", ({ jobId, data }) => open.get(jobId)?.call.report(data as Told));
  events.on("completed", ({ jobId, returnvalue }) => open.get(jobId)?.done(resultOf(returnvalue)));
  events.on("failed", ({ jobId, failedReason }) => open.get(jobId)?.failed(failedReason));
  await events.waitUntilReady();
  await tellOfWorkers(link);

  /** Puts a job into the queue, where it is not there; one that has ended is told. */
  async function ask(id: string, { json, done, failed }: Waiting): Promise<void> {
    const before = await queue.getJob(id);
    const state = await before?.getState();
    if (state === "completed") return done(resultOf(before?.returnvalue));
    if (state === "failed") return failed(before?.failedReason ?? "no reason told");
    if (before && state !== "unknown") return;
    await queue.add("job", { json }, addedAs(id));
  }
  async function stop(): Promise<void> {
    // One that waits is taken back; one that runs ends with what it has.
    for (const [id, { done }] of open) if ((await queue.remove(id)) === 1) done(undefined);
    if (open.size > 0) await redis.publish(stops, JSON.stringify([...open.keys()]));
  }
  let turn = 0;
  const watch = setInterval(() => {
    const all = [...open];
    turn = all.length > 0 ? (turn + mostAsked) % all.length : 0;
    const some = [...all, ...all].slice(turn, turn + Math.min(mostAsked, all.length));
    const asking = signal?.aborted ? [stop()] : some.map(([id, waiting]) => ask(id, waiting));
    for (const one of asking) one.catch(() => {}); // the next time
  }, askEvery);
  const onStop = () => void stop().catch(() => {});
  signal?.addEventListener("abort", onStop);

  return {
    atOnce: jobs,
    async run<R>(call: Call<Told>): Promise<Ran<R> | undefined> {
      const json = toExactJson(await queuedJob(call, originOf(call), link), `a job of ${call.name}`);
      const id = hashOf(json).slice(0, 32);
      const aborted = () => signal?.aborted || call.signal?.aborted;
      try {
        for (;;) {
          const result = await new Promise<QueuedResult | undefined>((done, reject) => {
            const waiting: Waiting = { json, call, done, failed: (reason) => reject(new LabError(reason)) };
            open.set(id, waiting);
            ask(id, waiting).catch(() => {}); // asked again by the watch
          });
          if (!result && aborted()) return undefined;
          if (result?.whole || (result && aborted())) {
            if (!result.whole) await queue.remove(id);
            const { last, cost = { seconds: 0, bytes: 0 }, ...ran } = result;
            if (last !== undefined) call.report(last as Told);
            return { ...ran, cost } as Ran<R>;
          }
          await queue.remove(id); // another notebook has stopped it
        }
      } catch (error) {
        await queue.remove(id).catch(() => {}); // it may be asked for again
        throw error;
      } finally {
        open.delete(id);
      }
    },
    async close() {
      clearInterval(watch);
      signal?.removeEventListener("abort", onStop);
      await Promise.allSettled([events.close(), queue.close()]);
      redis.disconnect();
    },
  };
}

const addedAs = (jobId: string) => ({
  ...{ jobId, attempts: 3, backoff: 1_000 },
  ...{ removeOnComplete: { age: 7 * 86_400 }, removeOnFail: { age: 3_600 } },
});

/** Of an event, or of the job itself. */
function resultOf(value: unknown): QueuedResult {
  return fromExactJson<QueuedResult>(value as string);
}

async function queuedJob(
  { module, name, reads, needs, job }: Call<Told>,
  origin: string,
  { redis }: QueueLink,
): Promise<QueuedJob> {
  return {
    ...{ module: path.relative(lib, module), name, job, origin, needs: await sendFiles(redis, needs) },
    reads: reads.map((file) => path.relative(projectRoot, file)),
  };
}

/** Jobs for which there is no worker would wait without a word. */
async function tellOfWorkers({ workers, version, host, connection }: QueueLink): Promise<void> {
  const all = await workers();
  if (all.some((one) => one.version === version)) return;
  const others = [...new Set(all.map((one) => `${one.version} on ${one.host}`))].join(", ");
  const found = others ? `only of other versions: ${others}` : "none";
  sayOnce(
    `workers of ${host}`,
    `The queue at ${host}: a worker with this version of the code (${version}) expected, got ${found}. The jobs wait for one: npm run worker -- ${new URL(connection.url).protocol}//${host}`,
  );
}
