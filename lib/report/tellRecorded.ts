import { LabError } from "../core/errors";
import * as all from "../experiments";
import type { Recordable } from "../lab/recordStudy";
import type { Study } from "../lab/study";
import { verifyHere } from "../lab/verifyHere";
import type { Verdict } from "../view/verdict";
import type { RecordedHere } from "./recordedVerdicts";

// A process of its own, for it loads TensorFlow: verifies the records of the studies that its arguments name, and says as JSON
// what becomes of their claims. A record is of a preset, whatever the environment says.
for (const name of ["LAB_PRESET", "LAB_PARAMETERS"]) delete process.env[name];

async function tell(ids: readonly string[]): Promise<RecordedHere> {
  const studies = (Object.values(all) as unknown as (Study<object, object> & Recordable)[]).filter(({ id }) =>
    ids.includes(id),
  );
  const { said, agrees } = await verifyHere(studies);
  const verdicts: Verdict[] = [];
  const unusable: string[] = [];
  for (const study of studies) {
    try {
      const result = study.recorded();
      verdicts.push(...Object.keys(study.claims).map((claim) => study.verdict(result, claim)));
    } catch (error) {
      if (!(error instanceof LabError)) throw error;
      unusable.push(error.message);
    }
  }
  return { verdicts, said: [...said, ...unusable], agrees };
}

void tell(process.argv.slice(2)).then((told) => process.stdout.write(`${JSON.stringify(told)}\n`));
