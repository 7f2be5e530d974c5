import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, test } from "node:test";
import ts from "typescript";
import { type CodeState, codeReader, proseReader, type StructureReader, statesAlong } from "../../lib/data/structure";
import { mobyDick, rxjs } from "../../lib/data/text";

/** A line of marks under a text: `mark` where `is` holds after the character. */
const marks = <S>(reader: StructureReader<S>, text: string, is: (state: S) => boolean): string =>
  statesAlong(reader, text)
    .map((state) => (is(state) ? "x" : "-"))
    .join("");

describe("what comes later changes nothing", () => {
  const cases: [string, StructureReader<unknown>, string][] = [
    ["code", codeReader as StructureReader<unknown>, rxjs().slice(5000, 8000)],
    ["prose", proseReader as StructureReader<unknown>, mobyDick().slice(200_000, 203_000)],
  ];
  for (const [name, reader, text] of cases) {
    test(name, () => {
      const whole = statesAlong(reader, text);
      for (const cut of [1, 500, 1234]) {
        const other = statesAlong(reader, `${text.slice(0, cut)}"*/ }\n'(${text.slice(cut)}`);
        assert.deepEqual(other.slice(0, cut), whole.slice(0, cut));
        assert.deepEqual(
          statesAlong(reader, text.slice(cut), whole[cut - 1]),
          whole.slice(cut),
          "it can be gone on with",
        );
      }
    });
  }
});

describe("code", () => {
  const within = (what: CodeState["within"]) => (state: CodeState) => state.within === what;
  test("comments begin with their second character, and end", () => {
    assert.equal(marks(codeReader, "a /* b */ c / d", within("block comment")), "---xxxxx-------");
    assert.equal(marks(codeReader, "a // b\nc", within("line comment")), "---xxx--");
  });
  test("strings end with their own mark, unless it is escaped, and with the line", () => {
    assert.equal(marks(codeReader, `a 'b"\\'c' d`, within("string")), "--xxxxxx---");
    assert.equal(marks(codeReader, "'a\nb", within("string")), "xx--");
    assert.equal(marks(codeReader, "`a\nb`c", within("string")), "xxxx--");
  });
  test("there are no comments in strings and no strings in comments", () => {
    assert.equal(marks(codeReader, "'//' /*'*/ x", within("string")), "xxx---------");
    assert.equal(marks(codeReader, "'//' /*'*/ x", within("block comment")), "------xxx---");
  });
  test("brackets of the code are kept until they are closed", () => {
    const open = (text: string) =>
      statesAlong(codeReader, text)
        .at(-1)!
        .open.map(({ character }) => character)
        .join("");
    assert.equal(open("f({ a: [1, '(', /* { */ 2]"), "({");
    assert.equal(open("f(1) {"), "{");
  });
  test("a bracket that closes tells what it closes, and one mistake is one mistake", () => {
    const states = statesAlong(codeReader, "({]})");
    assert.deepEqual(
      states.map(({ closed }) => (typeof closed === "object" ? closed.character : closed)),
      ["nothing", "nothing", "wrong", "{", "("],
    );
    const crossed = statesAlong(codeReader, "([)]");
    assert.deepEqual(
      crossed.map(({ closed }) => closed),
      ["nothing", "nothing", "wrong", "wrong"],
      "`)` closes what it can further out, so that `]` has no partner left",
    );
  });
  test("line, column and indentation", () => {
    const places = statesAlong(codeReader, "a\n  b c\n").map(({ line, column, indentation }) => [
      line,
      column,
      indentation,
    ]);
    assert.deepEqual(places, [
      [0, 1, 0],
      [1, 0, 0],
      [1, 1, 1],
      [1, 2, 2],
      [1, 3, 2],
      [1, 4, 2],
      [1, 5, 2],
      [2, 0, 0],
    ]);
  });

  test("comments and strings are those of TypeScript's own scanner, in every file of rxjs that it reads without a parser", () => {
    const folder = path.join(path.dirname(require.resolve("rxjs/package.json")), "src");
    const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
    let compared = 0;
    for (const file of files) {
      const text = readFileSync(path.join(folder, file), "utf8");
      const expected = scanned(text);
      if (!expected) continue;
      const got = statesAlong(codeReader, text).map((state) => state.within);
      assert.deepEqual(got, expected, file);
      compared += text.length;
    }
    assert.ok(compared > 500_000, `${compared} characters`);
  });
});

/** What each character is within, by TypeScript's scanner; undefined where it needs a parser: templates, regular expressions. */
function scanned(text: string): string[] | undefined {
  const result = new Array<string>(text.length).fill("code");
  const scanner = ts.createScanner(ts.ScriptTarget.ES2022, false, ts.LanguageVariant.Standard, text);
  const mark = (what: string, from: number, to: number) => result.fill(what, from, to);
  for (let kind = scanner.scan(); kind !== ts.SyntaxKind.EndOfFileToken; kind = scanner.scan()) {
    const [start, end] = [scanner.getTokenStart(), scanner.getTokenEnd()];
    if (kind === ts.SyntaxKind.SingleLineCommentTrivia) mark("line comment", start + 1, end);
    else if (kind === ts.SyntaxKind.MultiLineCommentTrivia) mark("block comment", start + 1, end - 1);
    else if (kind === ts.SyntaxKind.StringLiteral) mark("string", start, end - 1);
    else if (kind === ts.SyntaxKind.NoSubstitutionTemplateLiteral || kind === ts.SyntaxKind.TemplateHead)
      return undefined;
    else if (kind === ts.SyntaxKind.SlashToken || kind === ts.SyntaxKind.SlashEqualsToken) return undefined;
  }
  return result;
}

describe("prose", () => {
  test("a quotation ends with its mark or with its paragraph", () => {
    assert.equal(
      marks(proseReader, 'a "b" c\n"d\ne', ({ quotedAt }) => quotedAt > 0),
      "--xx----xx--",
    );
  });
  test("letters of the word, characters of the sentence", () => {
    const states = statesAlong(proseReader, "An ox. He");
    assert.deepEqual(
      states.map(({ letters }) => letters),
      [1, 2, 0, 1, 2, 0, 0, 1, 2],
    );
    assert.deepEqual(
      states.map(({ sentence }) => sentence),
      [1, 2, 3, 4, 5, 6, 0, 1, 2],
    );
  });
});
