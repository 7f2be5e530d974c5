import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { projectRoot } from "../../lib/core/project";

const hasServer = spawnSync("redis-server", ["--version"]).status === 0;
const hasQueue = existsSync(path.join(projectRoot, "node_modules", "bullmq"));

/** Why tests of the queue cannot run here; false where they can. */
export const skip =
  hasServer && hasQueue ? false : "needs redis-server, and npm install --no-save bullmq@6.7.0 ioredis@5.11.1";

export interface WorkerPlace {
  /** A command that it is started by: in another network, at another time. */
  readonly within?: readonly string[];
  /** The server's address from there. */
  readonly host?: string;
}

/** Certificates for this machine, of an authority of one's own; undefined where there is no openssl to make them. */
export function certificates(folder: string) {
  const [ca, cert, key] = ["ca.pem", "server.pem", "server.key"].map((name) => path.join(folder, name));
  const make = `cd ${folder} && openssl req -x509 -newkey rsa:2048 -nodes -days 2 -keyout ca.key -out ca.pem -subj "/CN=authority" &&
    openssl req -newkey rsa:2048 -nodes -keyout server.key -out server.csr -subj "/CN=localhost" &&
    echo subjectAltName=IP:127.0.0.1 > names &&
    openssl x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile names -out server.pem`;
  return spawnSync("sh", ["-c", make]).status === 0 ? { ca, cert, key } : undefined;
}

/** A server of one's own on this machine, with a password and an append-only file. */
export async function startServer(tls?: ReturnType<typeof certificates>) {
  const folder = mkdtempSync(path.join(tmpdir(), "queue-"));
  const port = await freePort();
  const url = `redis${tls ? "s" : ""}://:secret@127.0.0.1:${port}`;
  const secure = tls && [
    ...["--port", "0", "--tls-port", `${port}`, "--tls-cert-file", tls.cert, "--tls-key-file", tls.key],
    ...["--tls-ca-cert-file", tls.ca, "--tls-auth-clients", "no"],
  ];
  const client = ["-h", "127.0.0.1", "-p", `${port}`, ...(tls ? ["--tls", "--cacert", tls.ca] : [])];
  const args = [
    ...(secure ?? ["--port", `${port}`]),
    "--dir",
    folder,
    "--requirepass",
    "secret",
    "--appendonly",
    "yes",
    "--save",
    "",
  ];
  let server: ChildProcess | undefined;
  const workers = new Set<ChildProcess>();
  async function start(): Promise<void> {
    server = spawn("redis-server", [...args, "--appendfsync", "always"], { stdio: "ignore" });
    while (spawnSync("redis-cli", [...client, "--no-auth-warning", "-a", "secret", "ping"]).status !== 0)
      await pause(50);
  }
  await start();
  return {
    ...{ url, folder, port, start },
    kill: () => ended(server, "SIGKILL"),
    /** A worker in a process of its own; what it says is gathered. */
    async worker(shared = path.join(folder, "shared"), { within = [], host = "127.0.0.1" }: WorkerPlace = {}) {
      const program = path.join(projectRoot, "dist", "lib", "experiments", "workerMain.js");
      const own = [process.execPath, program, url.replace("127.0.0.1", host), "--concurrency", "1"];
      const [command, ...args] = [...within, ...own];
      const child = spawn(command, args, {
        env: { ...process.env, LAB_SHARED: shared, ...(tls && { NODE_EXTRA_CA_CERTS: tls.ca }) },
        stdio: ["ignore", "pipe", "ignore"],
        detached: true, // a group of its own: what it is started by may have started it as a process of its own
      });
      workers.add(child);
      const said: string[] = [];
      child.stdout.on("data", (text) => said.push(`${text}`));
      const says = async (what: RegExp) => {
        while (!what.test(said.join(""))) await pause(50);
      };
      await says(/jobs at once/);
      return { child, said, says, kill: (signal: NodeJS.Signals) => ended(child, signal, true) };
    },
    /** Ends all its workers. */
    async dismiss() {
      await Promise.all([...workers].map((one) => ended(one, "SIGKILL", true)));
      workers.clear();
    },
    async close() {
      await Promise.all([...workers].map((one) => ended(one, "SIGKILL", true)));
      await ended(server, "SIGKILL");
      rmSync(folder, { recursive: true });
    },
  };
}

function ended(child: ChildProcess | undefined, signal: NodeJS.Signals, workers = false): Promise<unknown> {
  if (!child || child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  const gone = new Promise((resolve) => child.once("exit", resolve));
  const group = signal === "SIGKILL" && workers ? -(child.pid as number) : (child.pid as number);
  process.kill(group, signal);
  return gone;
}

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
