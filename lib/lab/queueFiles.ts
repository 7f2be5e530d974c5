import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import type { Redis } from "ioredis";
import { expect } from "../core/errors";
import { projectRoot } from "../core/project";
import { hashOf } from "../core/sealed";
import { writeWhole } from "../core/writeWhole";

const week = 7 * 24 * 3600;
const keyOf = (sha256: string): string => `lecture-lab:file:${sha256}`;

/** Puts files into the queue's server, each content once. @returns by path from the project's folder, the SHA-256 of each */
export async function sendFiles(redis: Redis, files: readonly string[]): Promise<Record<string, string>> {
  const sent: Record<string, string> = {};
  for (const file of files) {
    const content = readFileSync(file);
    const sha256 = hashOf(content);
    sent[path.relative(projectRoot, file)] = sha256;
    if (!(await redis.exists(keyOf(sha256)))) await redis.set(keyOf(sha256), content, "EX", week);
  }
  return sent;
}

/**
 * Brings files to where a job looks for them: only into the lab's cache, and only what has its hash.
 * @throws where one is missing, damaged, or meant for another place
 */
export async function fetchFiles(redis: Redis, files: Readonly<Record<string, string>>): Promise<void> {
  const cache = path.join(projectRoot, ".cache") + path.sep;
  for (const [name, sha256] of Object.entries(files)) {
    const file = path.resolve(projectRoot, name);
    expect(file.startsWith(cache), `${name}: a file of the lab's cache expected`);
    if (existsSync(file) && hashOf(readFileSync(file)) === sha256) continue;
    const content = await redis.getBuffer(keyOf(sha256));
    expect(content !== null && hashOf(content) === sha256, `${name}: expected in the queue, got nothing whole`);
    writeWhole(file, content);
  }
}

const checkpointsOf = (id: string): string => `lecture-lab:checkpoints:${id}`;

/** What a job has saved of itself goes to the queue's server, so that a worker on another machine goes on from there. */
export function checkpointSender(redis: Redis, id: string, stem: string) {
  let sent = "";
  return async (): Promise<void> => {
    const [folder, name] = [path.dirname(stem), path.basename(stem)];
    if (!existsSync(folder)) return;
    const own = readdirSync(folder).filter((file) => file.startsWith(`${name}.`) && file.includes(".checkpoint"));
    const files = own.filter((file) => !file.endsWith(".part")).map((file) => path.join(folder, file));
    const now = files.map((file) => `${file} ${statSync(file, { throwIfNoEntry: false })?.mtimeMs}`).join("\n");
    if (files.length === 0 || now === sent) return;
    const hashes = await sendFiles(redis, files);
    const byEnding = Object.entries(hashes).map(([file, sha256]) => [path.basename(file).slice(name.length), sha256]);
    await redis.set(checkpointsOf(id), JSON.stringify(Object.fromEntries(byEnding)), "EX", week);
    sent = now;
  };
}

/** Where this machine has none of its own; a damaged one is left to who reads it, for it is sealed. */
export async function fetchCheckpoints(redis: Redis, id: string, stem: string): Promise<void> {
  const told = await redis.get(checkpointsOf(id));
  const files = told === null ? {} : (JSON.parse(told) as Record<string, string>);
  for (const [ending, sha256] of Object.entries(files)) {
    if (!/^\.[\w.-]*checkpoint[\w-]*$/.test(ending) || existsSync(`${stem}${ending}`)) continue;
    const content = await redis.getBuffer(keyOf(sha256));
    if (content !== null && hashOf(content) === sha256) writeWhole(`${stem}${ending}`, content);
  }
}

export const forgetCheckpoints = (redis: Redis, id: string): Promise<number> => redis.del(checkpointsOf(id));
