import path from "node:path";
import ts from "typescript";
import { projectRoot } from "../lib/core/project";

/** What the compiler says of files of the project's, were these, by their paths, their texts. */
export function complaintsOf(texts: ReadonlyMap<string, string>): string[] {
  const { options } = ts.parseJsonConfigFileContent(
    ts.readConfigFile(path.join(projectRoot, "tsconfig.json"), ts.sys.readFile).config,
    ts.sys,
    projectRoot,
  );
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists } = host;
  const textOf = (file: string) => texts.get(path.resolve(file));
  host.fileExists = (file) => textOf(file) !== undefined || fileExists(file);
  host.getSourceFile = (file, ...rest) => {
    const text = textOf(file);
    return text === undefined ? getSourceFile(file, ...rest) : ts.createSourceFile(file, text, ts.ScriptTarget.ES2022);
  };
  const sources = [...texts.keys()];
  const program = ts.createProgram(sources, { ...options, noEmit: true, composite: false, incremental: false }, host);
  const complaints = sources.flatMap((source) => program.getSemanticDiagnostics(program.getSourceFile(source)));
  return complaints.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));
}
