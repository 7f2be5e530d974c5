import assert from "node:assert/strict";
import { test } from "node:test";
import { dateFormats, daysOf, iso } from "../../lib/data/dates";
import { padded } from "../../lib/data/padding";
import { mobyDickRunTogether, runTogether } from "../../lib/data/words";

test("padded sequences keep their tokens, and the mask says where they are", () => {
  const { tokens, mask } = padded([[3, 1], [], [2, 2, 2]], { length: 3, filler: 9 });
  assert.deepEqual(tokens.arraySync(), [
    [3, 1, 9],
    [9, 9, 9],
    [2, 2, 2],
  ]);
  assert.deepEqual(mask.arraySync(), [
    [1, 1, 0],
    [0, 0, 0],
    [1, 1, 1],
  ]);
  assert.throws(() => padded([[1, 2, 3]], { length: 2 }), { message: /at most 2 tokens expected, got one of 3/ });
});

test("every day is there once, and its ISO date is the calendar's", () => {
  const days = daysOf(1899, 1904);
  assert.equal(days.length, 5 * 365 + 366, "1900 was no leap year, 1904 was one");
  const dates = days.map(iso);
  assert.equal(new Set(dates).size, days.length);
  for (const date of dates) assert.equal(new Date(`${date}T00:00:00Z`).toISOString().slice(0, 10), date);
});

test("a format's name is how it writes the 18th of October 1851, and no two days or formats look alike", () => {
  const day = { year: 1851, month: 10, day: 18 };
  for (const { name, write } of dateFormats) assert.equal(write(day), name);
  const written = daysOf(1850, 1860).flatMap((one) => dateFormats.map(({ write }) => [write(one), iso(one)] as const));
  const meanings = new Map<string, Set<string>>();
  for (const [text, meaning] of written) meanings.set(text, (meanings.get(text) ?? new Set()).add(meaning));
  for (const [text, all] of meanings) assert.equal(all.size, 1, text);
});

test("words run together keep their letters and where they begin", () => {
  const { letters, begins } = runTogether("Don’t call me Ishmaël — 3 times!");
  assert.equal(String.fromCharCode(...letters.map((letter) => 97 + letter)), "dontcallmeishmaeltimes");
  assert.equal(begins.join(""), "1000100010100000010000");
});

test("Moby Dick run together: its first words, and a tenth of it held out", () => {
  const { train, heldOut } = mobyDickRunTogether();
  assert.equal(train.letters.length, train.begins.length);
  assert.ok(Math.abs(heldOut.letters.length / train.letters.length - 1 / 9) < 1e-4);
  assert.ok(train.letters.every((letter) => letter >= 0 && letter < 26));
  assert.equal(train.begins[0], 1);
});
