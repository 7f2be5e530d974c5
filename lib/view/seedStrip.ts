import { escapeHtml } from "./progress";
import { effectText, short, type Verdict } from "./verdict";

const [width, height, edge] = [280, 30, 8];

/**
 * What each seed has measured, a point each, above the mean's interval, beside the threshold (dashed): SVG in the text's colour;
 * empty where nothing was measured.
 */
export function seedStrip(verdict: Verdict): string {
  const { effects = [], effect, interval, bar } = verdict;
  if (!interval || effect === null || effects.length === 0) return "";
  const bars = !bar ? [] : bar.is === "above" ? [bar.at] : [-bar.at, bar.at];
  const all = [...effects, ...interval, ...bars];
  if (!all.every(Number.isFinite)) return ""; // an output that was saved with a notebook may hold anything
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const x = (value: number) => (edge + ((value - low) / (high - low || 1)) * (width - 2 * edge)).toFixed(1);
  const points = effects.map((one) => `<circle cx="${x(one)}" cy="9" r="3.5" fill-opacity=".55"/>`);
  const dashes = bars.map(
    (at) => `<path d="M${x(at)} 1V29" stroke="currentColor" stroke-dasharray="3 3" stroke-opacity=".7"/>`,
  );
  const [from, to] = interval.map(x);
  const threshold = bar ? `; threshold: ${bar.is} ${short(bar.at)}` : "";
  const label = `Effect of each seed: ${effects.map(short).join(", ")}; mean: ${effectText(verdict)}${threshold}`;
  return (
    `<svg class="seeds" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" fill="currentColor" ` +
    `aria-label="${escapeHtml(label)}" style="max-width:100%">` +
    `${dashes.join("")}<path d="M${from} 22H${to}" stroke="currentColor" stroke-width="3" stroke-opacity=".6"/>` +
    `<path d="M${x(effect)} 17V27" stroke="currentColor" stroke-width="2"/>${points.join("")}</svg>`
  );
}
