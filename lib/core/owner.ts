import { randomUUID } from "node:crypto";
import { hostname } from "node:os";

const machine = hostname().replace(/[^\w]/g, "_");

/** Part of the name of what only this process finishes or removes, so that others can tell whether it still may. */
export const ownMark = (): string => `${machine}-${process.pid}-${randomUUID().slice(0, 8)}`;

/** What has become of the process that made a name with its mark; undefined where there is none in the name. */
export function ownerOf(name: string): "lives" | "is gone" | "is elsewhere" | undefined {
  const [, host, pid] = name.match(/(?:^|[.-])(\w+)-(\d+)-[0-9a-f]{8}(?:\.|$)/) ?? [];
  if (!host) return undefined;
  if (host !== machine) return "is elsewhere";
  return isAlive(Number(pid)) ? "lives" : "is gone";
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM"; // another user's
  }
}
