import { readFile } from "node:fs/promises";
import { z } from "zod";
import { LabError } from "../core/errors";
import { textTable } from "../view/textTable";
import { effectText, outcomes } from "../view/verdict";
import type { JudgedClaim } from "./ledger";

/** A claim that is not what it was. */
export interface Move {
  readonly before: JudgedClaim;
  readonly now: JudgedClaim;
  readonly verdictMoved: boolean;
  /** The intervals of the two effects; undefined where one of them has none. */
  readonly intervals: "overlap" | "apart" | undefined;
}

/** This report beside another one's claims.json. */
export interface Comparison {
  readonly file: string;
  /** The verdicts that moved, then intervals that lie apart, then effects within their intervals. */
  readonly moves: readonly Move[];
  /** Of the claims that are in both. */
  readonly unchanged: number;
  /** Claims that only the other report has, and only this one. */
  readonly gone: readonly JudgedClaim[];
  readonly added: readonly JudgedClaim[];
}

/** What is read of another report's claims. */
const otherClaims = z.array(
  z.looseObject({
    ...{ id: z.string(), section: z.string(), claim: z.string(), notebook: z.string() },
    ...{ outcome: z.enum(outcomes), effect: z.number().nullable() },
    interval: z.tuple([z.number(), z.number()]).nullable(),
  }),
);

/** @throws {LabError} when the file is no report's claims.json: what is wrong with it */
export async function readClaims(file: string): Promise<JudgedClaim[]> {
  const wanted = `--compare ${file}: a report's claims.json expected`;
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    throw new LabError(`${wanted}, got ${error.code === "ENOENT" ? "no such file" : error.code}`);
  });
  const read = otherClaims.safeParse(parsed(text));
  if (read.success) return read.data as unknown as JudgedClaim[];
  const [{ path: at, message }] = read.error.issues;
  throw new LabError(at.length > 0 ? `${wanted}; ${at.join(".")}: ${message}` : `${wanted}, got something else`);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What is the same to the digits that are shown has not moved. */
export function compare(others: readonly JudgedClaim[], claims: readonly JudgedClaim[], file: string): Comparison {
  const earlier = new Map(others.map((claim) => [claim.id, claim]));
  const ids = new Set(claims.map(({ id }) => id));
  const pairs = claims.flatMap((now) => {
    const before = earlier.get(now.id);
    return before ? [{ before, now }] : [];
  });
  const moves = pairs
    .map(asMove)
    .filter(({ before, now, verdictMoved }) => verdictMoved || effectText(before) !== effectText(now));
  return {
    file,
    moves: moves.sort((a, b) => rank(a) - rank(b)),
    unchanged: pairs.length - moves.length,
    gone: others.filter(({ id }) => !ids.has(id)),
    added: claims.filter(({ id }) => !earlier.has(id)),
  };
}

function asMove({ before, now }: Pick<Move, "before" | "now">): Move {
  const [a, b] = [before.interval, now.interval];
  const intervals = a && b ? (a[0] <= b[1] && b[0] <= a[1] ? "overlap" : "apart") : undefined;
  return { before, now, verdictMoved: before.outcome !== now.outcome, intervals };
}

const rank = ({ verdictMoved, intervals }: Move): number => (verdictMoved ? 0 : intervals === "apart" ? 1 : 2);

export const verdictChange = ({ before, now, verdictMoved }: Move): string =>
  verdictMoved ? `${before.outcome} → ${now.outcome}` : now.outcome;

/** "3 verdicts moved, 1 effect lies apart from what it was, 2 effects moved within their intervals; 40 claims are as they were." */
export function comparisonSentence({ moves, unchanged, gone, added }: Comparison): string {
  const count = (wanted: number) => moves.filter((move) => rank(move) === wanted).length;
  const many = (number: number, one: string, more: string) => `${number} ${number === 1 ? one : more}`;
  const parts = [
    many(count(0), "verdict moved", "verdicts moved"),
    many(count(1), "effect lies apart from what it was", "effects lie apart from what they were"),
    many(count(2), "effect moved within its interval", "effects moved within their intervals"),
  ];
  const others = [
    many(unchanged, "claim is as it was", "claims are as they were"),
    ...(added.length ? [`${added.length} new`] : []),
    ...(gone.length ? [`${gone.length} only there`] : []),
  ];
  return `${parts.join(", ")}; ${others.join(", ")}.`;
}

/** For the terminal. */
export function comparisonText(comparison: Comparison, width: number): string {
  const heading = `Compared with ${comparison.file}: ${comparisonSentence(comparison)}\n`;
  if (comparison.moves.length === 0) return heading;
  const columns = [
    { title: "Claim", flexible: true },
    { title: "Verdict" },
    { title: "Effect there" },
    { title: "Effect here" },
    { title: "Intervals" },
  ];
  const rows = comparison.moves.map((move) => {
    const { before, now, intervals } = move;
    return [now.id, verdictChange(move), effectText(before), effectText(now), intervals ?? "–"];
  });
  return `${heading}\n${textTable(columns, rows, width)}\n`;
}
