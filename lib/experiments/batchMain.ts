import { batchCommand } from "../lab/batchCommand";
import { programOfJobs } from "../lab/programOfJobs";
import type { Recordable } from "../lab/recordStudy";

// npm run plan, job, gather. A job has a core to itself: more threads would only wait for those of others.
for (const name of ["TF_NUM_INTEROP_THREADS", "TF_NUM_INTRAOP_THREADS"]) process.env[name] ??= "1";

void programOfJobs(async (context) => {
  const all = await import("./index.js");
  const studies = Object.values(all).filter((study) => typeof study === "object" && study !== null && "run" in study);
  return batchCommand(studies as unknown as Recordable[], process.argv.slice(2), context);
});
