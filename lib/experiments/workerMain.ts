import { availableParallelism } from "node:os";
import { expect } from "../core/errors";
import { programOfJobs } from "../lab/programOfJobs";
import { serveQueue } from "../lab/queueWorker";

// npm run worker -- redis://host:6379 [--concurrency N]
void programOfJobs(async ({ print, signal }) => {
  const [url, flag, count = `${availableParallelism()}`, ...more] = process.argv.slice(2);
  const isRight = url !== undefined && (flag === undefined || flag === "--concurrency") && more.length === 0;
  expect(
    isRight && /^[1-9]\d*$/.test(count),
    "worker: the address of a queue expected, such as redis://host:6379, and --concurrency with how many jobs at once",
  );
  await serveQueue({ url, concurrency: Number(count), shared: process.env.LAB_SHARED, print, signal });
  return 0;
});
