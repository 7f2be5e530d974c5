import { expectForms, fits, forms } from "../core/argumentForms";

/** A day of the Gregorian calendar. */
export interface Day {
  readonly year: number;
  /** 1 to 12, and 1 to 31. */
  readonly month: number;
  readonly day: number;
}

const year = fits("a year, a whole number from 100 to 9999,", (value) => {
  return Number.isInteger(value) && (value as number) >= 100 && (value as number) <= 9999;
});

/** Every day of the years from `first` to `last`. */
export function daysOf(first: number, last: number): Day[] {
  expectForms("daysOf", { first: [year, first], last: [year, last] });
  const days: Day[] = [];
  for (let time = Date.UTC(first, 0, 1); time < Date.UTC(last + 1, 0, 1); time += 86_400_000) {
    const date = new Date(time);
    days.push({ year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() });
  }
  return days;
}

/** ISO 8601: 1851-10-18. */
export function iso(date: Day): string {
  expectForms("iso", { date: [forms.fields({ year: forms.count, month: forms.size, day: forms.size }), date] });
  return `${date.year}-${two(date.month)}-${two(date.day)}`;
}

const two = (n: number): string => String(n).padStart(2, "0");

const months = [
  ...["January", "February", "March", "April", "May", "June"],
  ...["July", "August", "September", "October", "November", "December"],
];
const long = ({ month }: Day): string => months[month - 1];
const short = ({ month }: Day): string => months[month - 1].slice(0, 3);

/** A way to write a day, such as "18 October 1851". */
export interface DateFormat {
  readonly name: string;
  readonly write: (day: Day) => string;
}

/** How people write a date; the first four begin as ISO 8601 does, the others end where it begins. */
export const dateFormats: readonly DateFormat[] = [
  { name: "1851 October 18", write: (d) => `${d.year} ${long(d)} ${d.day}` },
  { name: "1851 Oct 18", write: (d) => `${d.year} ${short(d)} ${d.day}` },
  { name: "1851, Oct. 18", write: (d) => `${d.year}, ${short(d)}. ${d.day}` },
  { name: "1851.10.18", write: (d) => `${d.year}.${d.month}.${d.day}` },
  { name: "18 October 1851", write: (d) => `${d.day} ${long(d)} ${d.year}` },
  { name: "18 Oct 1851", write: (d) => `${d.day} ${short(d)} ${d.year}` },
  { name: "Oct. 18, 1851", write: (d) => `${short(d)}. ${d.day}, ${d.year}` },
  { name: "18.10.1851", write: (d) => `${d.day}.${d.month}.${d.year}` },
];
