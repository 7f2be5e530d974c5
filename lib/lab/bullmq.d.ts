// What of BullMQ and of ioredis the lab uses: they are installed only where a queue is.
declare module "ioredis" {
  export interface Redis {
    get(key: string): Promise<string | null>;
    getBuffer(key: string): Promise<Buffer | null>;
    set(key: string, value: string | Buffer, ...expiry: ["EX", number] | []): Promise<unknown>;
    exists(key: string): Promise<number>;
    del(...keys: string[]): Promise<number>;
    keys(pattern: string): Promise<string[]>;
    publish(channel: string, message: string): Promise<number>;
    subscribe(channel: string): Promise<unknown>;
    on(event: "message", heard: (channel: string, message: string) => void): this;
    on(event: "error" | "ready", heard: (error: Error) => void): this;
    ping(): Promise<string>;
    disconnect(): void;
  }
  export const Redis: new (url: string, options: { readonly maxRetriesPerRequest: null }) => Redis;
}

declare module "bullmq" {
  interface Connected {
    readonly connection: { readonly url: string; readonly maxRetriesPerRequest: null };
  }
  export interface Job {
    readonly id: string;
    readonly data: { readonly json: string };
    readonly returnvalue: string | null;
    readonly failedReason?: string;
    getState(): Promise<string>;
    remove(): Promise<void>;
    updateProgress(told: object): Promise<void>;
    moveToWait(token?: string): Promise<unknown>;
  }
  export class Queue {
    constructor(name: string, options: Connected);
    add(name: string, data: { readonly json: string }, options: object): Promise<Job>;
    getJob(id: string): Promise<Job | undefined>;
    remove(id: string): Promise<number>;
    on(event: "error", heard: (error: Error) => void): this;
    close(): Promise<void>;
  }
  export class QueueEvents {
    constructor(name: string, options: Connected & { readonly blockingTimeout: number });
    on(event: "progress", heard: (told: { jobId: string; data: unknown }) => void): this;
    on(event: "completed", heard: (told: { jobId: string; returnvalue: string }) => void): this;
    on(event: "failed", heard: (told: { jobId: string; failedReason: string }) => void): this;
    on(event: "error", heard: (error: Error) => void): this;
    waitUntilReady(): Promise<unknown>;
    close(): Promise<void>;
  }
  export class Worker {
    constructor(
      name: string,
      work: (job: Job, token?: string, signal?: AbortSignal) => Promise<string>,
      options: Connected & Readonly<Record<string, unknown>>,
    );
    on(event: "active" | "completed", heard: (job: Job) => void): this;
    on(event: "failed", heard: (job: Job | undefined, error: Error) => void): this;
    on(event: "stalled", heard: (id: string) => void): this;
    on(event: "error", heard: (error: Error) => void): this;
    on(event: "ready", heard: () => void): this;
    cancelJob(id: string): boolean;
    cancelAllJobs(): void;
    close(force?: boolean): Promise<void>;
  }
  export class UnrecoverableError extends Error {}
  export class WaitingError extends Error {}
}
