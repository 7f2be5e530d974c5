import { type ChildProcess, spawn } from "node:child_process";
import { createHmac, randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { Dealer, Subscriber } from "zeromq";
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
const key = "a key";

/** The kernel as Jupyter starts it, and a front end that speaks the protocol. */
export class Kernel {
  readonly #folder: string;
  readonly #sockets: { shell: Dealer; control: Dealer; iopub: Subscriber };
  readonly #waiting = new Map<string, (reply: Content) => void>();
  readonly #published: Message[] = [];
  #more = signal();

  private constructor(
    readonly process: ChildProcess,
    folder: string,
    sockets: { shell: Dealer; control: Dealer; iopub: Subscriber },
  ) {
    [this.#folder, this.#sockets] = [folder, sockets];
    for (const channel of ["shell", "control"] as const) void this.#listen(channel);
    void this.#subscribe();
  }

  static async start(): Promise<Kernel> {
    const folder = mkdtempSync(path.join(tmpdir(), "kernel-"));
    const ports = await Promise.all(channels.map(freePort));
    const port = (channel: (typeof channels)[number]) => ports[channels.indexOf(channel)];
    const about = Object.fromEntries(channels.map((channel) => [`${channel}_port`, port(channel)]));
    const file = path.join(folder, "connection.json");
    const connection = { transport: "tcp", ip: "127.0.0.1", key, signature_scheme: "hmac-sha256", ...about };
    writeFileSync(file, JSON.stringify(connection));
    const child = spawn(process.execPath, [inScripts("kernel.mjs"), file], { stdio: ["ignore", "ignore", "inherit"] });
    const sockets = { shell: new Dealer(), control: new Dealer(), iopub: new Subscriber({ receiveHighWaterMark: 0 }) };
    for (const channel of ["shell", "control", "iopub"] as const) {
      sockets[channel].connect(`tcp://127.0.0.1:${port(channel)}`);
    }
    sockets.iopub.subscribe();
    const kernel = new Kernel(child, folder, sockets);
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
  send(type: string, content: Content, channel: "shell" | "control" = "shell", signedWith = key) {
    const id = randomUUID();
    const header = { msg_id: id, msg_type: type, session: "test", username: "test", date: "", version: "5.4" };
    const parts = [header, {}, {}, content].map((part) => JSON.stringify(part));
    const hmac = createHmac("sha256", signedWith);
    for (const part of parts) hmac.update(part);
    const reply = new Promise<Content>((resolve) => this.#waiting.set(id, resolve));
    void this.#sockets[channel].send(["<IDS|MSG>", hmac.digest("hex"), ...parts]);
    return { id, reply };
  }

  published(id: string): Message[] {
    return this.#published.filter(({ parent }) => parent === id);
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
      const { parent, content } = read(frames);
      this.#waiting.get(parent ?? "")?.(content);
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
