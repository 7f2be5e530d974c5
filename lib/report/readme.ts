import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { writeWhole } from "../core/writeWhole";
import type { Verdict } from "../view/verdict";
import { titleOf } from "./ipynb";
import { lectureMap } from "./lectureMap";
import { claimsOf, type JudgedClaim } from "./ledger";
import { readNotebook } from "./readNotebook";
import { findSections } from "./section";

const [begin, end] = ["<!-- claims: npm start -- --save writes them -->", "<!-- end of claims -->"];

/** Brings the notebooks' README, where there is one, and the picture of the lecture to what the saved notebooks show. */
export async function updateReadme(root: string): Promise<void> {
  const notebooks = path.join(root, "notebooks");
  const file = path.join(notebooks, "README.md");
  if (!existsSync(file)) return;
  writeWhole(file, withClaims(await readFile(file, "utf8"), await claimsMarkdown(notebooks)));
  writeWhole(path.join(root, ".github", "lecture.png"), (await lectureMap(root)).sheet);
}

/** A README with this table where its own stands. */
export function withClaims(readme: string, table: string): string {
  const [from, to] = [readme.indexOf(begin), readme.indexOf(end)];
  return from < 0 || to < from ? readme : `${readme.slice(0, from + begin.length)}\n${table}\n${readme.slice(to)}`;
}

/** Section, notebook and claim, with its verdict in the saved notebook and that at lecture size, as Markdown. */
export async function claimsMarkdown(notebooks: string): Promise<string> {
  const rows: string[] = [];
  for (const { name, number, file } of await findSections(notebooks)) {
    const notebook = await readNotebook(file);
    claimsOf(notebook, name).forEach((claim, i) => {
      const where =
        i === 0 ? [number, `[${titleOf(notebook, name).replace(/^[\d.]+ /, "")}](${path.basename(file)})`] : ["", ""];
      rows.push(`| ${[...where, claim.claim.replaceAll("|", "\\|"), ...outcomes(claim)].join(" | ")} |`);
    });
  }
  return ["| section | notebook | claim | in the notebook | at lecture size |", "|---|---|---|---|---|", ...rows].join(
    "\n",
  );
}

const outcomes = (claim: JudgedClaim): string[] =>
  [claim.source ? undefined : claim, claim.source ? claim : claim.recorded].map((verdict) =>
    verdict ? outcomeText(verdict) : "–",
  );

const outcomeText = ({ outcome, expected }: Verdict): string => {
  if (outcome !== expected) return `${outcome} (expected: ${expected})`;
  return outcome === "holds" ? outcome : `${outcome}, as expected`;
};
