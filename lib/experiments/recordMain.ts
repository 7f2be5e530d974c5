import { programOfJobs } from "../lab/programOfJobs";
import { recordCommand } from "../lab/recordCommand";
import { parseRecordOptions } from "../lab/recordOptions";
import type { Judged } from "../lab/secondLook";
import * as all from "./index";

// npm run record
void programOfJobs(async (context) => {
  const options = parseRecordOptions(process.argv.slice(2));
  const good = await recordCommand(Object.values(all) as unknown as Judged[], options, context);
  return context.signal.aborted ? 130 : good ? 0 : 1;
});
