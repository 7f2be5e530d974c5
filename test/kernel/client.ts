import { type ChildProcess, spawn } from "node:child_process";
import { createHmac, randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { Dealer, Subscriber } from "zeromq";
import { projectRoot } from "../../lib/core/project";
import { inScripts } from "../scripts/project";

// biome-ignore lint/suspicious/noExplicitAny: JSON, of which each test knows its own part.
type Content = Record<string, any>;

export interface Message {
  readonly type: string;
  readonly parent: string | undefined;
  readonly content: Content;
}

/** What came of a request: the reply, and what was published from busy to idle. */
export interface Exchange {
  readonly reply: Content;
  readonly published: readonly Message[];
}

const channels = ["shell", "control", "iopub", "stdin", "hb"] as const;
type Channel = "shell" | "control" | "stdin";
const key = "a key";

/** The kernel as Jupyter starts it, and a front end that speaks the protocol. */
export class Kernel {
  readonly #folder: string;
  readonly #sockets: { shell: Dealer; control: Dealer; stdin: Dealer; iopub: Subscriber };
  readonly #waiting = new Map<string, (reply: Content) => void>();
  readonly #published: Message[] = [];
  /** All that the kernel has answered. */
  readonly replies: Message[] = [];
  #more = signal();

  private constructor(
    readonly process: ChildProcess,
    folder: string,
    /** Of 127.0.0.1. */
    readonly ports: readonly number[],
    sockets: { shell: Dealer; control: Dealer; stdin: Dealer; iopub: Subscriber },
  ) {
    [this.#folder, this.#sockets] = [folder, sockets];
    for (const channel of ["shell", "control"] as const) void this.#listen(channel);
    void this.#subscribe();
  }

  /** In the notebook's folder, as Jupyter does. */
  static async start(cwd = path.join(projectRoot, "notebooks")): Promise<Kernel> {
    const folder = mkdtempSync(path.join(tmpdir(), "kernel-"));
    const ports = await Promise.all(channels.map(freePort));
    const port = (channel: (typeof channels)[number]) => ports[channels.indexOf(channel)];
    const about = Object.fromEntries(channels.map((channel) => [`${channel}_port`, port(channel)]));
    const file = path.join(folder, "connection.json");
    const connection = { transport: "tcp", ip: "127.0.0.1", key, signature_scheme: "hmac-sha256", ...about };
    writeFileSync(file, JSON.stringify(connection));
    const stdio = ["ignore", "ignore", "inherit"] as const;
    const child = spawn(process.execPath, [inScripts("kernel.mjs"), file], { stdio: [...stdio], cwd });
    // Who is asked is who has sent the cell.
    const routingId = "front end";
    const [shell, stdin] = [new Dealer({ routingId }), new Dealer({ routingId })];
    const sockets = { shell, stdin, control: new Dealer(), iopub: new Subscriber({ receiveHighWaterMark: 0 }) };
    for (const channel of ["shell", "control", "stdin", "iopub"] as const) {
      sockets[channel].connect(`tcp://127.0.0.1:${port(channel)}`);
    }
    sockets.iopub.subscribe();
    const kernel = new Kernel(child, folder, ports, sockets);
    await kernel.#until(({ type }) => type === "iopub_welcome");
    return kernel;
  }

  /** Runs a cell. */
  run(code: string, options: Content = {}): Promise<Exchange> {
    return this.ask("execute_request", { code, ...options });
  }

  async ask(type: string, content: Content = {}, channel: "shell" | "control" = "shell"): Promise<Exchange> {
    const { id, reply } = this.send(type, content, channel);
    const answered = await reply;
    await this.#until(({ parent, content }) => parent === id && content.execution_state === "idle");
    return { reply: answered, published: this.published(id) };
  }

  /** Without waiting for the answer. */
  send(type: string, content: Content, channel: Channel = "shell", { signedWith = key, at = Date.now() } = {}) {
    const id = randomUUID();
    const date = new Date(at).toISOString();
    const header = { msg_id: id, msg_type: type, session: "test", username: "test", date, version: "5.4" };
    const reply = new Promise<Content>((resolve) => this.#waiting.set(id, resolve));
    this.sendFrames(
      channel,
      signed(
        [header, {}, {}, content].map((part) => JSON.stringify(part)),
        signedWith,
      ),
    );
    return { id, reply };
  }

  /** The next question of a cell. */
  async asked(): Promise<Message> {
    return read(await this.#sockets.stdin.receive());
  }

  /** As they are. */
  sendFrames(channel: Channel, frames: readonly Frame[]): void {
    void this.#sockets[channel].send([...frames]);
  }

  published(id: string): Message[] {
    return this.#published.filter(({ parent }) => parent === id);
  }

  /** All that has been published of one type. */
  publishedOf = (type: string): Message[] => this.#published.filter((one) => one.type === type);

  /** Resolves when `holds`, which changes with what is published. */
  async until(holds: () => boolean): Promise<void> {
    while (!holds()) await this.#more.promise;
  }

  /** Resolves when something has been published that `holds`. */
  async #until(holds: (message: Message) => boolean): Promise<void> {
    while (!this.#published.some(holds)) await this.#more.promise;
  }

  /** Resolves when the cell has printed `text`. */
  printed = (text: string): Promise<void> => this.#until(({ content }) => String(content.text ?? "").includes(text));

  /** The code with which the process ended by itself. */
  async exit(): Promise<number | null> {
    if (this.process.exitCode === null && this.process.signalCode === null) await once(this.process, "exit");
    return this.process.exitCode;
  }

  async end(): Promise<void> {
    this.process.kill("SIGKILL");
    for (const socket of Object.values(this.#sockets)) socket.close();
    await this.exit();
    rmSync(this.#folder, { recursive: true });
  }

  async #listen(channel: "shell" | "control"): Promise<void> {
    for await (const frames of this.#sockets[channel]) {
      const message = read(frames);
      this.replies.push(message);
      this.#waiting.get(message.parent ?? "")?.(message.content);
    }
  }

  async #subscribe(): Promise<void> {
    for await (const frames of this.#sockets.iopub) {
      this.#published.push(read(frames));
      this.#more.resolve();
      this.#more = signal();
    }
  }
}

export type Frame = string | Buffer;

/** The frames of a message of these parts. */
export function signed(parts: readonly Frame[], signedWith = key): Frame[] {
  const hmac = createHmac("sha256", signedWith);
  for (const part of parts) hmac.update(part);
  return ["<IDS|MSG>", hmac.digest("hex"), ...parts];
}

function read(frames: readonly Buffer[]): Message {
  const at = frames.findIndex((frame) => frame.toString() === "<IDS|MSG>");
  const [header, parent, , content] = frames.slice(at + 2).map((frame) => JSON.parse(frame.toString()));
  return { type: header.msg_type, parent: parent.msg_id, content };
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

/** What a cell printed. */
export const printedBy = ({ published }: Exchange, name = "stdout"): string =>
  published.flatMap(({ type, content }) => (type === "stream" && content.name === name ? [content.text] : [])).join("");

/** A failure's traceback, without colours. */
export const traceback = ({ reply }: Exchange): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a terminal's colours start with the escape character.
  (reply.traceback as string[]).join("\n").replace(/\u001b\[[\d;]*m/g, "");

function signal() {
  let resolve = () => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}
