/** A value of h in as many digits as its colour can show; zero has no sign. */
export const shownValue = (value: number): number => Math.round(value * 1000) / 1000 + 0;

/** A character that can be seen: of blanks and line breaks, the signs for them. */
export const visible = (character: string): string => (character === " " ? "␣" : character === "\n" ? "↵" : character);
