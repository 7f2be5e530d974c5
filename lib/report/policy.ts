import { createHash } from "node:crypto";

export interface PolicyOptions {
  /** Where pictures may come from. */
  readonly pictures: string;
  /** What may stand in a frame; nothing by default. */
  readonly frames?: string;
  /** Whether it may run the report's scripts that lie beside it: the index of its search, and the library. */
  readonly besides?: boolean;
  /** Whether it runs the library, in WebAssembly where that may be compiled. */
  readonly computes?: boolean;
}

/** A page's Content-Security-Policy: only these scripts run, and nothing is fetched. */
export function policy(
  scripts: readonly string[],
  { pictures, frames, besides = false, computes = false }: PolicyOptions,
): string {
  const hashes = scripts.map((script) => `'sha256-${createHash("sha256").update(script).digest("base64")}'`);
  const beside = [...(besides ? ["'self'"] : []), ...(computes ? ["'wasm-unsafe-eval'"] : [])];
  return [
    "default-src 'none'",
    `script-src ${[...hashes, ...beside].join(" ") || "'none'"}`,
    "style-src 'unsafe-inline'", // Plotly and the slides set styles
    `img-src ${pictures}`,
    ...(frames ? [`frame-src ${frames}`] : []),
    "font-src data:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
}
