import { anyOf, foundText } from "./recordCommand";
import { isVerifiedHere, keepVerified, usableRecorded } from "./recorded";
import type { RecordedJob } from "./recordedForm";
import type { Recordable } from "./recordStudy";
import { verifyJob } from "./verify";

/** So long whoever starts the lecture waits, for one record and for all, in seconds. */
const patience = { one: 30, all: 90 };

/** What was found, and which records cannot be used, a sentence each; and whether no record was refuted. */
export interface VerifiedHere {
  readonly said: readonly string[];
  readonly agrees: boolean;
}

/**
 * As `npm start` does: runs one job of each study's record again, one of the cheaper half, and keeps what it found on this machine,
 * not in the record. Those come first that this machine has not verified yet, short ones before long ones; what the time does not reach
 * waits for the next start.
 */
export async function verifyHere(studies: readonly Recordable[], seconds = patience): Promise<VerifiedHere> {
  const due = performance.now() + 1000 * seconds.all;
  const records = studies.flatMap((study) => {
    const recorded = usableRecorded(study.id);
    if (!recorded || recorded.jobs.length === 0) return [];
    const byCost = [...recorded.jobs].sort((a, b) => cost(a) - cost(b));
    const cheap = byCost.slice(0, Math.ceil(byCost.length / 2));
    return [{ study, recorded, cheap, order: (isVerifiedHere(recorded) ? 1e9 : 0) + cost(byCost[0]) }];
  });
  const said: string[] = [];
  const waiting: string[] = [];
  let agrees = true;
  for (const { study, recorded, cheap } of records.sort((a, b) => a.order - b.order)) {
    const left = Math.ceil(Math.min(1000 * seconds.one, due - performance.now()));
    const found =
      left > 0 && (await verifyJob(study, recorded, { job: anyOf(cheap), signal: AbortSignal.timeout(left) }));
    if (!found) {
      waiting.push(study.id);
      continue;
    }
    keepVerified(study.id, found);
    said.push(`${study.id}: ${foundText(found)}`);
    agrees &&= found.outcome !== "differs";
  }
  if (waiting.length > 0)
    said.push(
      `not run again, for it takes longer: ${waiting.join(", ")}; npm run record -- ${waiting[0]} --verify waits.`,
    );
  return { said, agrees };
}

/** In seconds; of a job whose time is not known a day. */
const cost = ({ seconds }: RecordedJob): number => seconds ?? 86_400;
