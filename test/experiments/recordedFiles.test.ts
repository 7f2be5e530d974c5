import assert from "node:assert/strict";
import { readdirSync, statSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import * as all from "../../lib/experiments";
import { readRecorded, recordedFolder } from "../../lib/lab/recorded";
import type { Study } from "../../lib/lab/study";

const studies = Object.values(all) as unknown as Study<object, object>[];
const names = readdirSync(recordedFolder).filter((name) => name.endsWith(".jsonl"));

for (const name of names) {
  test(`${name} is a record of a study, made from a commit without changes, and small; its claims are judged`, () => {
    const id = path.basename(name, ".jsonl");
    const study = studies.find((one) => one.id === id);
    assert.ok(study, "its study");
    const { header, jobs } = readRecorded(id)!;
    assert.deepEqual([header.preset, header.changed], ["lecture", false]);
    assert.match(`${header.commit}`, /^[0-9a-f]{40}$/);
    // The largest, 5.1-clipping, has the gradient's norm of each of 120,000 steps.
    assert.ok(jobs.length > 0 && statSync(path.join(recordedFolder, name)).size < 2_500_000);
    const result = study.recorded();
    for (const claim of Object.keys(study.claims)) assert.equal(study.verdict(result, claim).source?.study, id);
    for (const figure of Object.values(study.figures)) assert.ok(figure(result).data.length > 0);
  });
}
