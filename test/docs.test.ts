import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import path from "node:path";
import { test } from "node:test";
import ts from "typescript";
import { projectRoot } from "../lib/core/project";

test("everything that a notebook may import says what it is", () => {
  const index = path.join(projectRoot, "lib", "index.ts");
  const { options } = ts.parseJsonConfigFileContent(
    ts.readConfigFile(path.join(projectRoot, "tsconfig.json"), ts.sys.readFile).config,
    ts.sys,
    projectRoot,
  );
  const program = ts.createProgram([index], { ...options, noEmit: true, composite: false });
  const checker = program.getTypeChecker();
  const module = checker.getSymbolAtLocation(program.getSourceFile(index)!)!;
  const undocumented = checker.getExportsOfModule(module).filter((symbol) => {
    const own = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
    const isModule = own.flags & ts.SymbolFlags.Module; // `tf`, which TensorFlow.js documents
    return !isModule && own.getDocumentationComment(checker).length === 0;
  });
  assert.deepEqual(
    undocumented.map(({ name }) => name),
    [],
  );
});

test("npm run docs makes the reference without a warning", () => {
  const program = path.join(projectRoot, "scripts", "docs.mjs");
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, "--emit", "none"], { encoding: "utf8" });
  assert.equal(status, 0, `${stdout}${stderr}`);
});
