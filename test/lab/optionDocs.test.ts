import assert from "node:assert/strict";
import path from "node:path";
import { test } from "node:test";
import ts from "typescript";
import { projectRoot } from "../../lib/core/project";

/** By study, the options without a word on what they mean, as a notebook's Shift-Tab would ask. */
function undocumented(): Record<string, string[]> {
  const index = path.join(projectRoot, "dist/lib/experiments/index.d.ts");
  const program = ts.createProgram([index], { types: ["node"], skipLibCheck: true, strict: true });
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(index) as ts.SourceFile;
  const studies = checker.getExportsOfModule(checker.getSymbolAtLocation(source) as ts.Symbol);
  const missing = studies.map((study) => {
    const type = checker.getTypeOfSymbol(checker.getAliasedSymbol(study));
    const run = checker.getTypeOfSymbol(type.getProperty("run") as ts.Symbol);
    const [overrides] = run.getCallSignatures()[0].getParameters();
    const options = checker.getNonNullableType(checker.getTypeOfSymbol(overrides)).getProperties();
    assert.ok(options.length > 0, study.name);
    const bare = options.filter((option) => option.getDocumentationComment(checker).length === 0);
    return [study.name, bare.map(({ name }) => name)] as const;
  });
  return Object.fromEntries(missing.filter(([, names]) => names.length > 0));
}

test("every option says what it means", () => assert.deepEqual(undocumented(), {}));
