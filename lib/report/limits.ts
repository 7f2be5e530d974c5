/** What no run of this lab can show, whatever its verdicts: a part of the report's first page. */
export const limits: readonly (readonly [what: string, why: string])[] = [
  [
    "Large networks",
    "The networks have up to 256 units and two or three layers, and read up to eight million characters. What holds at this size may not hold at a thousand times the size.",
  ],
  [
    "Other data",
    "The texts are one novel and the source code of one library. The pictures are drawn scenes of emoji. No verdict says anything of other languages, of music, or of photographs.",
  ],
  [
    "Small effects",
    "Eight seeds, or twenty, and 120,000 held-out characters leave an interval. An effect smaller than this interval cannot be told from none, and such a claim stays undecided.",
  ],
  [
    "The best of each network",
    "Learning rates are chosen for each network from a few values. Initialisation, schedules and regularisation are the same for all. With more search the order of two networks may change.",
  ],
  [
    "Proof",
    "“Holds” means that one experiment of this size agrees with the sentence. Where there is a theorem, the notebook says so. About one verdict in twenty may be due to chance, because the intervals are meant to be wrong that often.",
  ],
  [
    "Causes inside a network",
    "A unit that follows the brackets, or an attention weight on a dog, shows what the network computes there. It does not show that nothing else in the network does the same.",
  ],
  [
    "What people would say",
    "Captions and answers are compared with reference texts by formulas. Nobody has read them and judged.",
  ],
];

export const limitsHtml = (): string =>
  `<dl class="limits">${limits.map(([what, why]) => `<dt>${what}</dt><dd>${why}</dd>`).join("\n")}</dl>`;
