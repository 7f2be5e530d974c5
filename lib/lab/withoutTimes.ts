/** What may differ from run to run is named by its unit: seconds that passed, megabytes that a process took. */
const measured = new Set(["seconds", "megabytes"]);

/** Plain data without what the clock and the machine say. */
export function withoutTimes<T>(value: T): T {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(withoutTimes) as T;
  const parts = Object.entries(value).map(([name, part]) => [name, measured.has(name) ? 0 : withoutTimes(part)]);
  return Object.fromEntries(parts) as T;
}
