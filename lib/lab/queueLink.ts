import { readdirSync } from "node:fs";
import path from "node:path";
import type * as bullmq from "bullmq";
import type { Redis } from "ioredis";
import { LabError } from "../core/errors";
import { hashOf } from "../core/sealed";
import { codeKey } from "./codeReached";
import type { Done } from "./oneJob";
import { versionsNow } from "./recorded";

/** A job as it lies in the queue, as exact JSON: nothing in it names more than a job of this project. */
export interface QueuedJob {
  readonly module: string;
  readonly name: string;
  readonly reads: readonly string[];
  /** Files that it needs, from the project's folder, with the SHA-256 of each: the queue holds them. */
  readonly needs: Readonly<Record<string, string>>;
  readonly job: unknown;
  /** See `originText`. */
  readonly origin: string;
}

/** What a worker sends back, as exact JSON. */
export interface QueuedResult extends Done<unknown, unknown> {
  readonly whole: boolean;
}

/** What a worker tells of itself, every ten seconds. */
export interface Presence {
  readonly version: string;
  readonly host: string;
  readonly pid: number;
  readonly jobs: number;
}

export interface QueueLink {
  readonly bullmq: typeof bullmq;
  readonly redis: Redis;
  readonly connection: { readonly url: string; readonly maxRetriesPerRequest: null };
  /** Of the queue, and of the channel that tells which jobs are to stop: those of one version of the code. */
  readonly name: string;
  readonly stops: string;
  readonly version: string;
  /** Without a password. */
  readonly host: string;
  /** Another connection, as a subscriber needs. */
  another(): Redis;
  workers(): Promise<Presence[]>;
}

const install = "npm install --no-save bullmq@6.7.0 ioredis@5.11.1";
export const presence = "lecture-lab:worker:";
/** How long a server may take to answer at first. */
const patience = 5_000;

/** @param url "redis://host:6379", "rediss://…" with TLS, with user and password as in any URL */
export async function openLink(url: string): Promise<QueueLink> {
  const host = hostOf(url);
  const [bullmq, { Redis }] = await Promise.all([import("bullmq"), import("ioredis")]).catch(() => {
    throw new LabError(`LAB_QUEUE: BullMQ expected, got no such package; install it with: ${install}`);
  });
  const connection = { url, maxRetriesPerRequest: null };
  const connect = () => new Redis(url, { maxRetriesPerRequest: null });
  const redis = connect();
  let why = "it does not answer";
  redis.on("error", ({ message }) => {
    why = message;
  });
  const late = new Promise<undefined>((resolve) => setTimeout(resolve, patience, undefined).unref());
  const refused = ({ message }: Error) => {
    why = message;
    return undefined;
  };
  const answer = await Promise.race([redis.ping().catch(refused), late]);
  if (answer === undefined) {
    redis.disconnect();
    throw new LabError(`LAB_QUEUE: a Redis or Valkey server expected at ${host}, got none: ${why}`);
  }
  const version = versionOfJobs();
  const name = `lecture-lab-${version}`;
  return {
    ...{ bullmq, redis, connection, name, version, host, stops: `${name}.stop` },
    another: () => connect().on("error", () => {}),
    async workers() {
      const told = await Promise.all((await redis.keys(`${presence}*`)).map((key) => redis.get(key)));
      return told.flatMap((one) => (one ? [JSON.parse(one) as Presence] : []));
    },
  };
}

function hostOf(url: string): string {
  try {
    const { protocol, host } = new URL(url);
    if (/^rediss?:$/.test(protocol) && host) return host;
  } catch {}
  throw new LabError("LAB_QUEUE: an address such as redis://host:6379 or rediss://user:password@host:6379 expected");
}

let known: string | undefined;

/** Of all code that jobs of the lecture reach, and of what computes: the same in every clone. */
export function versionOfJobs(): string {
  const experiments = path.join(__dirname, "..", "experiments");
  const modules = () =>
    readdirSync(experiments, { recursive: true, encoding: "utf8" }).filter((file) => path.basename(file) === "job.js");
  known ??= hashOf(
    JSON.stringify([
      modules()
        .sort()
        .map((file) => [file, codeKey(path.join(experiments, file))]),
      versionsNow(),
    ]),
  ).slice(0, 12);
  return known;
}
