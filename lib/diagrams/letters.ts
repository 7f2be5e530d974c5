/** Text with letters in italics and their indices below: `W_{xh}`, `h_{t−1}`, `x^{2}`; words stay upright. */
export function letters(text: string, size: number): string {
  return text
    .split(/([_^]\{[^}]*\})/)
    .map((part) => {
      const [, kind, index] = /^([_^])\{(.*)\}$/.exec(part) ?? [];
      if (index === undefined)
        return part.replace(/\p{L}+|[^\p{L}]+/gu, (word) => (isLetter(word) ? italic(word) : escaped(word)));
      const shift = round(size * (kind === "_" ? 0.26 : -0.38));
      return `<tspan dy="${shift}" font-size="${round(size * 0.72)}">${escaped(index)}</tspan><tspan dy="${-shift}">\u200b</tspan>`;
    })
    .join("");
}

/** The same for a reader without pictures: "h (t−1)". */
export const spoken = (text: string): string => text.replace(/[_^]\{([^}]*)\}/g, " $1");

/** About how wide it is, in pixels. */
export const widthOf = (text: string, size: number): number =>
  [...text.replace(/([_^])\{([^}]*)\}/g, (_, __, index: string) => index.slice(0, Math.ceil(index.length * 0.72)))]
    .length *
  size *
  0.6;

const isLetter = (word: string) => /^\p{L}{1,2}$/u.test(word) && !/^(is|of|in|at|by|to|on|no|id|µ|Σ|σ)$/.test(word);
const italic = (word: string) => `<tspan font-style="italic">${escaped(word)}</tspan>`;

export const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

export const round = (v: number): number => Number(v.toFixed(1));
