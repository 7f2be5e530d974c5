import { duration } from "../view/progress";
import { textTable } from "../view/textTable";
import { effectText } from "../view/verdict";
import { contradicts, type JudgedClaim } from "./ledger";

/** The one door to the terminal: what a notebook says moves no cursor and sets no colour. */
export type Print = (text: string) => void;

export const print: Print = (text) => {
  process.stdout.write(text.replace(/[^\P{Cc}\n\t]/gu, ""));
};

/** One line per cell: printed when the cell starts, its seconds added when it ends. */
export function cellProgress(print: Print, width: number) {
  let open = false;
  const end = (text: string) => {
    if (open) print(`${text}\n`);
    open = false;
  };
  return {
    start(number: number, total: number, source: string) {
      end("");
      const place = `  [${String(number).padStart(String(total).length)}/${total}] `;
      const room = Math.max(20, width - place.length - 14);
      print(place + shortened(source, room).padEnd(room));
      open = true;
    },
    end: (seconds: number) => end(duration(seconds).padStart(13)),
    break: () => end(""),
  };
}

/** At most `size` characters of `text`; an ellipsis stands for the rest. */
export const shortened = (text: string, size: number): string =>
  text.length > size ? `${text.slice(0, size - 1)}…` : text;

/** The table of claims, and a sentence for every verdict that moved. */
export function claimsTable(claims: readonly JudgedClaim[], width: number): string {
  if (claims.length === 0) return "No verdicts were shown.\n";
  const hasRecords = claims.some(({ recorded, source }) => recorded ?? source);
  const columns = [
    { title: "Section" },
    { title: "Claim", flexible: true },
    ...(hasRecords ? [{ title: "Recorded" }, { title: "Here" }] : [{ title: "Verdict" }]),
    { title: "Effect [interval]" },
  ];
  const rows = claims.map((claim) => {
    const own = claim.moved ? `${claim.outcome} (moved)` : claim.outcome;
    const both = claim.source ? [own, "–"] : [claim.recorded?.outcome ?? "–", own];
    return [claim.section, claim.claim, ...(hasRecords ? both : [own]), effectText(claim)];
  });
  const moved = claims.filter((claim) => claim.moved);
  const notes = moved.map(
    ({ id, outcome, expected }) => `Moved: ${id} was expected to be "${expected}", is "${outcome}".\n`,
  );
  const against = claims
    .filter(contradicts)
    .map(
      ({ id, outcome, recorded }) =>
        `Contradicted: ${id} ${recorded?.outcome} in the recorded result, and ${outcome} here.\n`,
    );
  notes.push(...against);
  return `${textTable(columns, rows, width)}\n${notes.length ? `\n${notes.join("")}` : ""}`;
}
