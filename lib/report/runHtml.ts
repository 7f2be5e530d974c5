import { duration, escapeHtml } from "../view/progress";
import { type Chapter, dateText, pageOf, savedText, versionsText } from "./chapter";
import type { RunRecord } from "./ipynb";
import { seedsOf } from "./ledger";
import { presetText } from "./provenance";

/** The machine, the versions, the hashes, and a line for each notebook. */
export function howItWasRun(chapters: readonly Chapter[]): string {
  const records = chapters.flatMap(({ record }) => record ?? []).sort((a, b) => (a.date < b.date ? 1 : -1));
  return [machineHtml(records), mixedText(records, chapters.length), tableHtml(chapters)].join("\n");
}

function machineHtml(records: readonly RunRecord[]): string {
  const [latest] = records;
  if (!latest) return "";
  const seconds = records.reduce((total, record) => total + record.seconds, 0);
  const rows = [
    ["Preset", unique(records.map(presetText)).join("; ")],
    ["Date", dateText(latest.date)],
    ["Duration", `${duration(seconds)} for ${records.length} notebook${records.length === 1 ? "" : "s"}`],
    ["Versions", versionsText(latest)],
    ["Processor", latest.cpu],
    ["Code", hashes(records, "code", "lib/ and package-lock.json")],
    ["Data", hashes(records, "data", "data/")],
  ];
  const list = rows.map(([term, text]) => (text ? `<dt>${term}</dt><dd>${escapeHtml(text)}</dd>` : ""));
  return `<dl class="run">\n${list.join("\n")}\n</dl>`;
}

/** Runs of an earlier version did not write hashes down. */
function hashes(records: readonly RunRecord[], of: "code" | "data", what: string): string {
  const known = unique(records.flatMap((record) => record[of] ?? []));
  return known.length ? `sha256 ${known.join(" and ")} of ${what}` : "";
}

function mixedText(records: readonly RunRecord[], notebooks: number): string {
  if (records.length === 0)
    return `<p class="note">These are ${savedText}s; npm start computes them on this machine.</p>`;
  const days = unique(records.map(({ date }) => date.slice(0, 10)));
  const ways = unique(records.map(({ preset, code, data }) => [preset, code, data].join()));
  const together = records.length === notebooks && days.length === 1 && ways.length === 1;
  return together ? "" : '<p class="note">The notebooks were not all run together: the table says how each was.</p>';
}

function tableHtml(chapters: readonly Chapter[]): string {
  const rows = chapters.map(({ name, title, record, claims }) => {
    const seeds = unique(claims.map(seedsOf));
    const cells = record
      ? [
          presetText(record),
          seeds.join("; ") || "–",
          duration(record.seconds),
          dateText(record.date),
          record.code ?? "–",
        ]
      : ["as saved", seeds.join("; ") || "–", "–", "–", "–"];
    const link = `<a href="${pageOf(name)}">${escapeHtml(title)}</a>`;
    return `<tr><td>${link}</td>${cells.map((cell) => `<td>${escapeHtml(cell)}</td>`).join("")}</tr>`;
  });
  if (rows.length === 0) return "";
  const head = ["Notebook", "Preset", "Seeds", "Duration", "Started", "Code"]
    .map((title) => `<th>${title}</th>`)
    .join("");
  return `<div class="rich"><table class="runs"><thead><tr>${head}</tr></thead><tbody>${rows.join("\n")}</tbody></table></div>`;
}

const unique = (texts: readonly string[]): string[] => [...new Set(texts)];
