import type { Figure } from "./figure";

/** Where a long computation stands. */
export interface Progress {
  readonly done: number;
  readonly total: number;
  /** What is being counted: "steps". */
  readonly unit: string;
  /** The numbers worth watching: "held-out 2.91 bits per character". */
  readonly status: string;
  /** It was ended early: nothing is left to wait for. */
  readonly stopped?: boolean;
  /** Text to read while waiting, such as a sample. */
  readonly excerpt?: string;
  /** What is known so far; asked for only when there is time to draw it. */
  readonly figure?: () => Figure;
}

/** One line of text: `130/600 steps · held-out 2.91 bits · 38 steps/s · 12 s left`. */
export const progressLine = (progress: Progress, seconds: number): string =>
  [`${progress.done}/${progress.total} ${progress.unit}`, progress.status, ...timing(progress, seconds)].join(" · ");

function timing({ done, total, unit, stopped }: Progress, seconds: number): string[] {
  if (stopped) return ["stopped here: what was reached is kept", duration(seconds)];
  if (done === total) return [duration(seconds)];
  if (done === 0) return [];
  const rate = done / seconds;
  return [`${round(rate)} ${unit}/s`, `${duration((total - done) / rate)} left`];
}

/** The bar, the line and the excerpt as HTML that a notebook shows as it is. */
export function progressHtml(progress: Progress, seconds: number): string {
  const share = ((100 * progress.done) / progress.total).toFixed(1);
  const bar =
    `<div style="background:#d9d9d9;height:6px;max-width:640px;border-radius:3px">` +
    `<div style="background:#0072B2;height:6px;width:${share}%;border-radius:3px"></div></div>`;
  const excerpt = progress.excerpt
    ? `<pre style="white-space:pre-wrap;max-width:800px;margin:6px 0">${escapeHtml(progress.excerpt)}</pre>`
    : "";
  return `${bar}<div style="font-size:90%;margin:4px 0">${escapeHtml(progressLine(progress, seconds))}</div>${excerpt}`;
}

export const escapeHtml = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

const round = (value: number): string => (value < 10 ? value.toFixed(1) : value.toFixed(0));

/** "3.2 s", or "4 min 05 s". */
export function duration(seconds: number): string {
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  return `${Math.floor(seconds / 60)} min ${String(Math.floor(seconds % 60)).padStart(2, "0")} s`;
}
