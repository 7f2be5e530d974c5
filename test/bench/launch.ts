import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Seat } from "./contestants";
import type { Measured, Reply, Request, Row } from "./protocol";

/** A contestant at work, in a process of its own. */
export interface Contestant {
  readonly name: Seat["name"];
  /** One turn of about so many seconds; rejects where the contestant cannot run the row. */
  ask(row: Row, seconds: number): Promise<Measured>;
  end(): Promise<void>;
}

/** Far above the slowest turn: a contestant that hangs must not hold up the others for ever. */
const LONGEST_TURN = 180_000;

export function start({ name, command, args, environment }: Seat): Contestant {
  const child = spawn(command, args, { env: { ...process.env, ...environment }, stdio: "pipe" });
  const replies = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const lastWords = said(child);
  const closed = once(child, "close").catch((error: Error) => lastWords.push(error.message));
  child.stdin.on("error", () => {}); // it has ended: told by the missing reply
  const send = (request: Request) => child.stdin.write(`${JSON.stringify(request)}\n`);
  return {
    name,
    async ask(row, seconds) {
      const limit = setTimeout(() => child.kill("SIGKILL"), LONGEST_TURN);
      try {
        send({ row, seconds });
        const { value, done } = await replies.next();
        if (done) {
          await closed;
          throw new Error(`ended without a reply: ${lastWords.at(-1) ?? "no word why"}`);
        }
        const reply = JSON.parse(value) as Reply;
        if ("error" in reply) throw new Error(reply.error);
        return reply;
      } finally {
        clearTimeout(limit);
      }
    },
    async end() {
      send({ done: true });
      await closed;
    },
  };
}

/** The last lines of a program's stderr, as they come. */
function said(child: ChildProcess): string[] {
  const lines: string[] = [];
  if (child.stderr) {
    createInterface({ input: child.stderr }).on("line", (line) => {
      lines.push(line);
      if (lines.length > 5) lines.shift();
    });
  }
  return lines;
}
