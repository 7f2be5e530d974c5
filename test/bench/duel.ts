import type { ContestantName, Seat } from "./contestants";
import { type Contestant, start } from "./launch";
import type { Measured, Row } from "./protocol";
import { type Patience, watch } from "./quiet";

export interface Rules {
  /** Each a turn of every contestant, in the same order: A B A B … */
  readonly rounds: number;
  /** Of a turn. */
  readonly seconds: number;
  /** Shared by all rows: a round during which others worked is played again while it lasts. */
  readonly patience: Patience;
}

/** What each contestant measured, a turn a round; the rounds during which others worked count only if all are such. */
export interface Played {
  readonly turns: Readonly<Partial<Record<ContestantName, readonly Measured[]>>>;
  /** Others were at work on the machine in every round. */
  readonly disturbed: boolean;
  /** Who could not play, and why. */
  readonly failures: readonly string[];
}

/** Lets the contestants run one row in turns, each in a fresh process, so that no row depends on those before it. */
export async function duel(row: Row, seats: readonly Seat[], { rounds, seconds, patience }: Rules): Promise<Played> {
  const started = seats.map(start);
  try {
    const { able, failures } = await warmUp(row, started);
    const played: Round[] = [];
    while (played.length < rounds) {
      const began = performance.now();
      const round = await playRound(row, able, seconds);
      if (round.disturbed && (await patience.waitForQuiet((performance.now() - began) / 1000))) continue;
      played.push(round);
    }
    const quiet = played.filter((round) => !round.disturbed);
    const counted = quiet.length > 0 ? quiet : played;
    const turns = Object.fromEntries(able.map(({ name }, i) => [name, counted.map(({ measured }) => measured[i])]));
    return { turns, disturbed: quiet.length === 0, failures };
  } finally {
    await Promise.all(started.map((contestant) => contestant.end()));
  }
}

/** The first runs, which build and trace, do not count; here it shows who can run the row at all. */
async function warmUp(row: Row, contestants: readonly Contestant[]) {
  const [able, failures]: [Contestant[], string[]] = [[], []];
  for (const contestant of contestants) {
    try {
      await contestant.ask(row, 0);
      able.push(contestant);
    } catch (error) {
      failures.push(`${contestant.name}: ${(error as Error).message}`);
    }
  }
  return { able, failures };
}

interface Round {
  /** In the order of the contestants. */
  readonly measured: readonly Measured[];
  readonly disturbed: boolean;
}

async function playRound(row: Row, contestants: readonly Contestant[], seconds: number): Promise<Round> {
  const measured: Measured[] = [];
  let disturbed = false;
  for (const contestant of contestants) {
    const machine = watch();
    const turn = await contestant.ask(row, seconds);
    disturbed ||= machine.disturbed(turn.cpuSeconds);
    measured.push(turn);
  }
  return { measured, disturbed };
}
