import { findBrowser } from "./browser";
import { expectPython, runCommand } from "./command";
import { handIn, notebookAsked } from "./handIn";

// `npm run hand-in`
void runCommand(async (context) => {
  const file = notebookAsked(process.argv.slice(2), process.env.INIT_CWD ?? process.cwd());
  expectPython(context.python);
  return handIn(file, { ...context, browser: findBrowser() });
});
