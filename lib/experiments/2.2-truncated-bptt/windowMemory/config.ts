export const memoryDefaults = {
  hiddenSize: 256,
  /** V: how many characters there are. */
  vocabSize: 64,
  batchSize: 64,
  /** Windows whose step is measured. */
  windows: [32, 64, 128, 256],
  /** Windows that are read before peak memory is first looked at; and again after four times as many. */
  steps: 2,
  /** How often each is measured, in a process of its own. */
  seeds: 5,
};
export interface MemoryConfig extends Readonly<typeof memoryDefaults> {}

export const memoryPresets = {
  smoke: { batchSize: 64, hiddenSize: 128, windows: [16, 96], seeds: 2 },
  full: { hiddenSize: 512, windows: [32, 64, 128, 256, 512], seeds: 10 },
} satisfies Record<string, Partial<MemoryConfig>>;

export type MemoryJob = Omit<MemoryConfig, "seeds" | "windows"> & {
  readonly windowLength: number;
  readonly seed: number;
};

/** Peak memory above that of the process before training. */
export interface Peak {
  readonly windowLength: number;
  readonly seed: number;
  readonly ended: "finished" | "interrupted";
  /** After `steps` windows. */
  readonly short: { readonly megabytes: number };
  /** After four times as many: the text is longer, the window is not. */
  readonly long: { readonly megabytes: number };
}

export interface MemoryResult {
  readonly config: MemoryConfig;
  /** What BPTT cannot do without, for each character of the window: h and the gradient of the logits, in bytes. */
  readonly leastBytes: number;
  readonly peaks: readonly Peak[];
}
