import type { Going } from "../core/inCell";
import type { Figure } from "./figure";

/** Where a long computation stands, and what there is to see of it. */
export interface Progress extends Going {
  /** It was ended early: nothing is left to wait for. */
  readonly stopped?: boolean;
  /** Text to read while waiting, such as a sample. */
  readonly excerpt?: string;
  /** What is known so far; asked for only when there is time to draw it. */
  readonly figure?: () => Figure;
}

/** One line of text: `130/600 steps · held-out 2.91 bits · 38 steps/s · 12 s left`. */
export const progressLine = (progress: Progress, seconds: number): string =>
  [`${counted(progress)} ${progress.unit}`, progress.status, ...timing(progress, seconds)].filter(Boolean).join(" · ");

const counted = ({ done, total }: Progress): string => (total === Infinity ? `${done}` : `${done}/${total}`);

function timing({ done, before = 0, total, unit, stopped }: Progress, seconds: number): string[] {
  if (stopped) return ["stopped here: what was reached is kept", duration(seconds)];
  if (done === total) return [duration(seconds)];
  if (done === before) return [];
  const rate = (done - before) / seconds;
  return [
    `${round(rate)} ${unit}/s`,
    total === Infinity ? duration(seconds) : `${duration((total - done) / rate)} left`,
  ];
}

/** The bar, the line and the excerpt as HTML that a notebook shows as it is. */
export function progressHtml(progress: Progress, seconds: number): string {
  const { done, total } = progress;
  const share = ((100 * done) / total).toFixed(1);
  const bar =
    `<div style="background:rgba(128,128,128,0.3);height:6px;max-width:640px;border-radius:3px">` +
    `<div style="background:#0072B2;height:6px;width:${share}%;border-radius:3px"></div></div>`;
  const excerpt = progress.excerpt
    ? `<pre style="white-space:pre-wrap;max-width:800px;margin:6px 0">${escapeHtml(progress.excerpt)}</pre>`
    : "";
  return `${total === Infinity ? "" : bar}<div style="font-size:90%;margin:4px 0">${escapeHtml(progressLine(progress, seconds))}</div>${excerpt}`;
}

export const escapeHtml = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

const round = (value: number): string => (value < 10 ? value.toFixed(1) : value.toFixed(0));

/** "3.2 s", "4 min 05 s", or "11 h 30 min". */
export function duration(seconds: number): string {
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  if (seconds >= 3600) {
    const minutes = Math.round(seconds / 60);
    return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, "0")} min`;
  }
  return `${Math.floor(seconds / 60)} min ${String(Math.floor(seconds % 60)).padStart(2, "0")} s`;
}
