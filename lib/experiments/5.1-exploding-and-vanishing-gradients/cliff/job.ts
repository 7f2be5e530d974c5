import { descend, unitLoss, type Weights } from "../../../analysis/oneUnit";
import { fork, seed, uniforms } from "../../../core/random";
import { nextTurn } from "../../../core/turn";
import type { Told } from "../../../lab/jobProgress";
import type { JobContext } from "../../../lab/runJob";
import { type CliffJob, type Descent, frame, type WayDown } from "./config";

/** From one place, with clipping and without. */
export async function descendTwice(job: CliffJob, { report }: JobContext<Told>): Promise<Descent> {
  await nextTurn();
  const next = uniforms(fork(seed(job.seed), "start"));
  const [w, b] = [frame.w, frame.b].map(([low, high]) => low + (high - low) * next());
  const go = (clipNorm: number): WayDown => {
    const path = descend({ w, b }, { ...job, clipNorm });
    const steps = path.slice(1).map((to, i) => Math.hypot(to.w - path[i].w, to.b - path[i].b));
    return { path: thinned(path), loss: unitLoss(path[path.length - 1], job).loss, longest: Math.max(...steps) };
  };
  const descent = { from: { w, b }, plain: go(Number.POSITIVE_INFINITY), clipped: go(job.clipNorm) };
  report?.({ done: 2 * job.updates });
  return descent;
}

/** Without the points that lie less than 0.02 from the last one kept. */
function thinned(path: readonly Weights[]): Weights[] {
  const kept = [path[0]];
  for (const point of path) {
    const last = kept[kept.length - 1];
    if (Math.hypot(point.w - last.w, point.b - last.b) > 0.02) kept.push(point);
  }
  return kept;
}
