/** What kind of thing it is: a subgroup of emojibase's, or several of them. */
export type Category = "animal" | "food" | "vehicle" | "instrument" | "plant" | "person" | "object";

export type Colour = "black" | "blue" | "brown" | "gray" | "green" | "orange" | "pink" | "red" | "white" | "yellow";

/** One picture of Noto's. */
export interface Emoji {
  /** Its name in Unicode, as emojibase and Noto spell it: one for each picture. */
  readonly label: string;
  /** The English noun, of one word or two; a noun may have several pictures, which differ in colour. */
  readonly noun: string;
  readonly plural: string;
  readonly category: Category;
  /** Only where one is clear. */
  readonly colour?: Colour;
  /** Left, top, right and bottom of what is visible, on the artwork's own 128 × 128. */
  readonly extent: readonly [number, number, number, number];
}

type Row = readonly [
  label: string,
  extent: Emoji["extent"],
  also?: { noun?: string; plural?: string; colour?: Colour },
];

const rows: Readonly<Record<Category, readonly Row[]>> = {
  animal: [
    ["dog", [4, 4, 118, 125]],
    ["cat", [9, 4, 118, 125], { colour: "orange" }],
    ["black cat", [7, 3, 123, 124], { noun: "cat", colour: "black" }],
    ["horse", [3, 9, 127, 121], { colour: "brown" }],
    ["cow", [4, 18, 124, 120]],
    ["pig", [5, 15, 124, 121], { colour: "pink" }],
    ["ewe", [3, 4, 124, 124], { noun: "sheep", plural: "sheep", colour: "white" }],
    ["elephant", [3, 9, 124, 120], { colour: "gray" }],
    ["penguin", [25, 5, 102, 123]],
    ["duck", [7, 4, 116, 126]],
    ["turtle", [5, 25, 124, 120], { colour: "green" }],
    ["butterfly", [3, 9, 125, 115], { plural: "butterflies", colour: "blue" }],
    ["fish", [5, 27, 124, 108], { plural: "fish", colour: "blue" }],
  ],
  food: [
    ["red apple", [7, 3, 121, 125], { noun: "apple", colour: "red" }],
    ["green apple", [7, 6, 120, 124], { noun: "apple", colour: "green" }],
    ["banana", [13, 3, 120, 123], { colour: "yellow" }],
    ["strawberry", [10, 3, 117, 125], { plural: "strawberries", colour: "red" }],
    ["carrot", [3, 11, 125, 117], { colour: "orange" }],
    ["pizza", [14, 4, 111, 125]],
    ["hamburger", [6, 3, 121, 124]],
    ["birthday cake", [16, 6, 111, 127]],
  ],
  vehicle: [
    ["automobile", [2, 47, 125, 125], { noun: "car", colour: "red" }],
    ["sport utility vehicle", [1, 45, 126, 124], { noun: "car", colour: "blue" }],
    ["bus", [3, 41, 124, 124], { plural: "buses", colour: "yellow" }],
    ["tractor", [1, 24, 125, 125], { colour: "green" }],
    ["bicycle", [2, 36, 125, 125]],
    ["locomotive", [3, 4, 125, 124], { noun: "train" }],
    ["sailboat", [10, 4, 119, 124]],
    ["airplane", [3, 3, 125, 124]],
  ],
  instrument: [
    ["guitar", [4, 4, 124, 124], { colour: "red" }],
    ["trumpet", [4, 6, 124, 122], { colour: "yellow" }],
    ["drum", [6, 4, 122, 124], { colour: "red" }],
    ["violin", [4, 4, 124, 124]],
  ],
  object: [
    ["closed book", [15, 6, 113, 122], { noun: "book", colour: "red" }],
    ["green book", [15, 6, 113, 122], { noun: "book", colour: "green" }],
    ["blue book", [15, 6, 113, 122], { noun: "book", colour: "blue" }],
    ["orange book", [15, 6, 113, 122], { noun: "book", colour: "orange" }],
    ["umbrella", [4, 5, 124, 123]],
    ["chair", [28, 5, 104, 124], { colour: "brown" }],
    ["alarm clock", [12, 4, 116, 124], { colour: "red" }],
    ["key", [5, 4, 123, 124], { colour: "yellow" }],
    ["balloon", [24, 4, 109, 124], { colour: "red" }],
    ["kite", [2, 7, 124, 122]],
    ["teddy bear", [12, 4, 116, 124], { colour: "brown" }],
    ["bell", [4, 6, 124, 122], { colour: "yellow" }],
    ["camera", [4, 26, 124, 124]],
    ["soccer ball", [3, 4, 124, 124], { noun: "ball" }],
  ],
  plant: [
    ["deciduous tree", [9, 3, 118, 124], { noun: "tree", colour: "green" }],
    ["sunflower", [18, 4, 110, 124], { colour: "yellow" }],
    ["cactus", [19, 4, 110, 124], { plural: "cactuses", colour: "green" }],
    ["mushroom", [6, 4, 122, 124]],
  ],
  person: [
    ["astronaut", [4, 5, 124, 123]],
    ["farmer", [3, 6, 125, 124]],
    ["firefighter", [12, 4, 116, 124]],
    ["cook", [5, 4, 123, 124]],
    ["artist", [4, 4, 124, 124]],
    ["singer", [15, 4, 113, 124]],
  ],
};

/** The pictures that scenes are made of: things which everybody knows and which differ at a glance. */
export const emoji: readonly Emoji[] = Object.entries(rows).flatMap(([category, pictures]) =>
  pictures.map(([label, extent, also = {}]) => {
    const noun = also.noun ?? label;
    return { label, noun, plural: `${noun}s`, ...also, category: category as Category, extent };
  }),
);

/** The nouns, each once. */
export const nouns: readonly string[] = [...new Set(emoji.map(({ noun }) => noun))];

/** The pictures of a noun. */
export const picturesOf = (noun: string): readonly Emoji[] => emoji.filter((picture) => picture.noun === noun);
