import type { Asked } from "./asked";
import { type Box, overlap, relation } from "./box";
import type { Draws } from "./draws";
import { groupsOf, type Scene, type SceneObject } from "./scenes";
import { relationWords, withArticle } from "./sceneWords";

/** Questions that are answered by pointing to one of four boxes: the things themselves, and where there is nothing. */
export function pointings(scene: Scene, draw: Draws): Asked<Box>[] {
  const boxes = scene.objects.map(({ box }) => box);
  const empty = emptyBoxes(boxes, draw);
  return asked(scene).map(({ text, object }) => ({
    type: "which",
    text,
    answer: object.box,
    distractors: [boxes, empty],
    allowed: () => true,
    supported: (box) => boxes.includes(box),
  }));
}

interface Pointing {
  readonly text: string;
  readonly object: SceneObject;
}

/** Each thing by each description that fits it and no other. */
function asked(scene: Scene): Pointing[] {
  const described = scene.objects.flatMap((object) => descriptions(scene, object).map((text) => ({ text, object })));
  return described.filter(({ text }) => described.filter((other) => other.text === text).length === 1);
}

function descriptions(scene: Scene, { noun, colour, category, box }: SceneObject): string[] {
  const groups = groupsOf(scene);
  const several = groups.some((group) => group.noun === noun && group.objects.length > 1);
  const related = groups.flatMap(({ noun: other, objects }) => {
    const direction = other !== noun && objects.length === 1 ? relation(box, objects[0].box) : undefined;
    return direction ? [`which one is ${relationWords[direction][0]} the ${other}`] : [];
  });
  return [
    `which one is the ${noun}`,
    ...(colour ? [`which one is ${colour}`] : []),
    ...(colour && several ? [`which ${noun} is ${colour}`] : []),
    ...(category === "object" ? [] : [`which one is ${category === "food" ? category : withArticle(category)}`]),
    ...related,
  ];
}

/** Three boxes of a thing's size that cover next to nothing of any thing, nor of each other. */
function emptyBoxes(taken: readonly Box[], draw: Draws): Box[] {
  const found: Box[] = [];
  for (let limit = 0; found.length < 3; limit += 0.0004) {
    const [width, height] = [draw.number(0.18, 0.3), draw.number(0.18, 0.3)];
    const box = { x: draw.number(0, 1 - width), y: draw.number(0, 1 - height), width, height };
    if ([...taken, ...found].every((other) => overlap(box, other) <= limit)) found.push(box);
  }
  return found;
}
