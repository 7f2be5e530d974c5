import { execFile } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { nodeEndsWithParent } from "../core/endWithParent";
import { projectRoot } from "../core/project";
import type { VerifiedHere } from "../lab/verifyHere";
import type { Verdict } from "../view/verdict";

/** What becomes of claims by recorded results, and what running one job of each again has shown. */
export interface RecordedHere extends VerifiedHere {
  readonly verdicts: readonly Verdict[];
}

/** Of the studies of these sections; each of which anything is recorded is verified first. */
export async function recordedVerdicts(sections: readonly string[], signal: AbortSignal): Promise<RecordedHere> {
  const folder = path.join(projectRoot, "data", "recorded");
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".jsonl")) : [];
  const ids = names.map((name) => path.basename(name, ".jsonl"));
  const asked = ids.filter((id) => sections.includes(id.slice(0, id.indexOf("-"))));
  if (asked.length === 0) return { verdicts: [], said: [], agrees: true };
  const program = path.join(__dirname, "tellRecorded.js");
  const options = { signal, maxBuffer: 1e9 };
  const { stdout } = await promisify(execFile)(process.execPath, [...nodeEndsWithParent, program, ...asked], options);
  return JSON.parse(stdout.trimEnd().split("\n").at(-1) as string) as RecordedHere;
}
