import assert from "node:assert/strict";
import { describe, test } from "node:test";
import * as all from "../../lib/experiments";
import { secondsOf } from "../../lib/lab/jobCost";
import { jobsOf } from "../../lib/lab/planned";
import type { Recordable } from "../../lib/lab/recordStudy";
import { everyMoment } from "../everyMoment";

/** Of one core that others are busy beside; alone it does half as much again. */
const speed = { instant: 1e-4, weights: 1.2e10 };
/** In seconds: who waits for the last job of a sweep waits no longer. */
const longest = { lecture: 3_600, full: 4 * 3_600 };

const skip = everyMoment ? false : "with LAB_EVERY_MOMENT=1: texts are counted to list the jobs";
describe("no job takes longer than a preset promises", { skip }, () => {
  for (const study of Object.values(all) as unknown as Recordable[]) {
    for (const preset of ["lecture", "full"] as const)
      test(`${study.id} (${preset})`, async (t) => {
        const jobs = await jobsOf(study, preset, { listing: true });
        const seconds = Math.max(...jobs.map(({ job }) => secondsOf(job as object, speed)));
        t.diagnostic(`${jobs.length} jobs, the longest of about ${Math.round(seconds)} s`);
        assert.ok(seconds <= longest[preset], `${seconds} s`);
      });
  }
});
