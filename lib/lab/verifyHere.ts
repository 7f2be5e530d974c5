import { anyOf, foundText } from "./recordCommand";
import { isVerifiedHere, keepVerified, usableRecorded } from "./recorded";
import type { RecordedJob, RecordedStudy } from "./recordedForm";
import type { Recordable } from "./recordStudy";
import { verifyJob } from "./verify";

/** So long whoever starts the lecture waits, for one record and for all, in seconds. */
const patience = { one: 30, all: 90 };

/** What was found, a sentence each, and whether no record was refuted. */
export interface VerifiedHere {
  readonly said: readonly string[];
  readonly agrees: boolean;
}

/**
 * As `npm start` does: runs one job of each study's record again, one of the cheaper half, and keeps what it found on this machine,
 * not in the record. Those come first that this machine has not verified yet; what the time does not reach waits for the next start.
 */
export async function verifyHere(studies: readonly Recordable[], seconds = patience): Promise<VerifiedHere> {
  const due = performance.now() + 1000 * seconds.all;
  const records = studies.flatMap((study) => {
    const recorded = usableRecorded(study.id);
    return recorded && recorded.jobs.length > 0 ? [{ study, recorded, known: isVerifiedHere(recorded) }] : [];
  });
  const said: string[] = [];
  const waiting: string[] = [];
  let agrees = true;
  for (const { study, recorded } of records.sort((a, b) => Number(a.known) - Number(b.known))) {
    const left = Math.ceil(Math.min(1000 * seconds.one, due - performance.now()));
    const found = left > 0 ? await verifyCheap(study, recorded, AbortSignal.timeout(left)) : undefined;
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

function verifyCheap(study: Recordable, recorded: RecordedStudy, signal: AbortSignal) {
  const cost = ({ seconds }: RecordedJob) => seconds ?? Infinity;
  const byCost = [...recorded.jobs].sort((a, b) => cost(a) - cost(b));
  return verifyJob(study, recorded, { job: anyOf(byCost.slice(0, Math.ceil(byCost.length / 2))), signal });
}
