import { findBrowser } from "./browser";
import { expectPython, runCommand } from "./command";
import { parseExportOptions } from "./exportOptions";
import { exportReport } from "./exportReport";

// `npm run report`
void runCommand(async (context) => {
  const options = parseExportOptions(process.argv.slice(2));
  expectPython(context.python);
  return exportReport(options, { ...context, browser: findBrowser() });
});
