import { expectPython, runCommand } from "./command";
import { parseOptions } from "./options";
import { report } from "./report";

// `npm start`
void runCommand(async (context) => {
  const options = parseOptions(process.argv.slice(2));
  expectPython(context.python);
  return report(options, context);
});
