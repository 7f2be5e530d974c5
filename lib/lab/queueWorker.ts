import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import path from "node:path";
import type { Job } from "bullmq";
import { LabError } from "../core/errors";
import { fromExactJson, toExactJson } from "../core/exactJson";
import { cacheFolder, projectRoot } from "../core/project";
import { exportedJob, moduleOfJob } from "./exportedJob";
import type { Told } from "./jobProgress";
import { slots } from "./kept";
import { keptJob, tryJob } from "./oneJob";
import { computationKey, type originText, rememberedOrigins } from "./planned";
import { checkpointSender, fetchCheckpoints, fetchFiles, forgetCheckpoints } from "./queueFiles";
import { openLink, type Presence, presence, type QueuedJob, type QueuedResult, type QueueLink } from "./queueLink";
import { Died, openWorkers } from "./workers";

export interface WorkerOptions {
  readonly url: string;
  /** How many jobs at once, a process each. */
  readonly concurrency: number;
  /** A folder that all machines see; by default this machine's own, and what must be seen elsewhere goes through the queue. */
  readonly shared?: string;
  readonly print: (text: string) => void;
  /** Aborted: what runs saves itself and goes back into the queue. */
  readonly signal: AbortSignal;
  /** Milliseconds without a sign of life, after which another worker takes over. */
  readonly lost?: number;
}

/** Draws jobs of this version of the lab from a queue, until the signal. */
export async function serveQueue(options: WorkerOptions): Promise<void> {
  const { url, concurrency, shared, print, signal, lost = 30_000 } = options;
  const link = await openLink(url);
  const { bullmq, connection, redis, name, version, host, stops } = link;
  const pool = openWorkers<Told>(concurrency, undefined);
  const keep = shared ? path.join(shared, "results") : cacheFolder("results");
  const pace = { milliseconds: 1_000 };
  const originOf = rememberedOrigins();
  const slotsOf = new Map<string, ReturnType<typeof slots>>();

  async function work(queued: Job, token?: string, cancelled?: AbortSignal): Promise<string> {
    const { id } = queued;
    const call = await callOf(queued.data.json, { link, originOf }).catch(refuse);
    const key = computationKey(call);
    const slotOf = slotsOf.get(key) ?? slots(keep, call);
    slotsOf.set(key, slotOf);
    const slot = slotOf(call.job);
    const known = keptJob<unknown, Told>(slot);
    if (known) return toExactJson({ ...known, whole: true } satisfies QueuedResult, "a result");
    if (!shared) await fetchCheckpoints(redis, id, slot.stem);
    const send = checkpointSender(redis, id, slot.stem);
    const saving = shared ? undefined : setInterval(() => void send().catch(() => {}), 10_000);
    let due = 0;
    const report = (told: Told) => {
      if (performance.now() < due) return;
      due = performance.now() + pace.milliseconds;
      queued.updateProgress(told).catch(() => {});
    };
    const told = { ...call, signal: cancelled, report, called: () => `${call.name} (${id.slice(0, 8)})` };
    try {
      const result: QueuedResult | undefined = await tryJob<unknown, Told>(pool, told, slot).catch(refuse);
      if (!result || (!result.whole && signal.aborted)) {
        if (!shared) await send();
        await queued.moveToWait(token);
        throw new bullmq.WaitingError();
      }
      if (result.whole) await forgetCheckpoints(redis, id);
      return toExactJson(result, "a result");
    } finally {
      clearInterval(saving);
    }
  }
  /** An error comes again; a process that died may have been killed with its machine, or for its memory. */
  function refuse(error: unknown): never {
    throw error instanceof Died || !(error instanceof Error) ? error : new bullmq.UnrecoverableError(error.message);
  }

  const worker = new bullmq.Worker(name, work, {
    ...{ connection, concurrency, lockDuration: lost, stalledInterval: lost / 3, maxStalledCount: 5 },
  });
  const listener = link.another();
  await listener.subscribe(stops);
  listener.on("message", (_, ids) => {
    for (const id of JSON.parse(ids) as string[]) worker.cancelJob(id);
  });
  const own = `${presence}${randomUUID()}`;
  const me: Presence = { version, host: hostname(), pid: process.pid, jobs: concurrency };
  const tell = async () => {
    await redis.set(own, JSON.stringify(me), "EX", 30);
    // A notebook hears twenty times a second, however many there are.
    pace.milliseconds = Math.max(1_000, 50 * (await link.workers()).reduce((sum, { jobs }) => sum + jobs, 0));
  };
  await tell();
  const telling = setInterval(() => void tell().catch(() => {}), 10_000);
  sayEvents(worker, print);
  print(`version ${version}, ${concurrency} jobs at once, queue at ${host}\n`);

  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener("abort", () => resolve());
  });
  clearInterval(telling);
  worker.cancelAllJobs();
  await worker.close();
  await Promise.allSettled([pool.close(), redis.del(own)]);
  listener.disconnect();
  redis.disconnect();
}

/** The job that a message describes. @throws where it is of another version, or is none of this project's jobs */
async function callOf(
  json: string,
  { link, originOf }: { readonly link: QueueLink; readonly originOf: typeof originText },
) {
  const { module, name, reads, needs, job, origin } = fromExactJson<QueuedJob>(json);
  const isForm = Array.isArray(reads) && [...reads, name].every((text) => typeof text === "string");
  if (!isForm || typeof needs !== "object" || needs === null)
    throw new LabError("a job of the lab expected, got something else");
  const file = moduleOfJob(module);
  exportedJob(file, name);
  const computation = { name, module: file, reads: reads.map((one) => path.resolve(projectRoot, one)) };
  const here = originOf(computation);
  if (origin !== here)
    throw new LabError(
      `${name}: a job of this version of the lab (${here}) expected, got one of ${origin}; the worker and who asks need the same commit`,
    );
  await fetchFiles(link.redis, needs);
  return { ...computation, job, needs: Object.keys(needs).map((one) => path.join(projectRoot, one)) };
}

function sayEvents(worker: InstanceType<QueueLink["bullmq"]["Worker"]>, print: (text: string) => void): void {
  const say = (id: string, what: string) =>
    print(`${new Date().toISOString().slice(11, 19)} ${id.slice(0, 8)} ${what}\n`);
  worker.on("active", ({ id }) => say(id, "begins"));
  worker.on("completed", ({ id }) => say(id, "done"));
  worker.on("failed", (job, error) => say(job?.id ?? "?", `failed: ${error.message.split("\n")[0]}`));
  worker.on("stalled", (id) => say(id, "was lost with its worker: back in the queue"));
  worker.on("error", () => {}); // it connects again by itself
}
