import { expectPython, runCommand } from "./command";
import { report } from "./report";
import { parseOptions } from "./startOptions";

// `npm start`
void runCommand(async (context) => {
  const options = parseOptions(process.argv.slice(2));
  expectPython(context.python);
  return report(options, context);
});
