import { expectForms, forms } from "../core/argumentForms";
import { fork, type Key } from "../core/random";
import { type Relation, relation } from "./box";
import { type Draws, draws } from "./draws";
import { type Group, groupsOf, type Scene, sceneForm } from "./scenes";
import { common, nounPhrase, type Phrase, relationWords, say, settingPhrase, textOf, zone } from "./sceneWords";

/** A sentence about a scene, in lower case and without punctuation. */
export interface Caption {
  readonly text: string;
  readonly words: readonly string[];
  /** For each word the numbers of the objects that it names: its boxes, where it is a noun; else none. */
  readonly objects: readonly (readonly number[])[];
}

/** How many captions of a scene are made. */
export interface CaptionOptions {
  /** How many different ones. */
  readonly count?: number;
}

/**
 * Reference captions of a scene, all different and all true. What they mention varies, as it does among people: some name
 * colour, size, place or time, some do not; each names every kind of thing at least once.
 */
export function sceneCaptions(scene: Scene, key: Key, options: CaptionOptions = {}): Caption[] {
  expectForms("sceneCaptions", {
    scene: [sceneForm, scene],
    key: [forms.key, key],
    options: [forms.fields({}, { count: forms.count }), options],
  });
  const { count = 5 } = options;
  const found = new Map<string, Phrase>();
  const groups = groupsOf(scene);
  for (let attempt = 0; found.size < count; attempt++) {
    const draw = draws(fork(key, attempt));
    const phrase = describe({ scene, groups, draw });
    found.set(textOf(phrase), phrase);
  }
  return [...found].map(([text, phrase]) => ({
    text,
    words: phrase.map((word) => word.text),
    objects: phrase.map((word) => word.objects),
  }));
}

interface Telling {
  readonly scene: Scene;
  readonly groups: readonly Group[];
  readonly draw: Draws;
}

/** One caption. */
function describe(telling: Telling): Phrase {
  const { draw, groups } = telling;
  const order = draw.shuffled(groups);
  if (order.length === 1) return ofOne(telling, order[0]);
  const related = relations(order);
  const [link] = draw.shuffled(related);
  if (!link || draw.chance(0.3)) return ofAll(telling, order);
  return order.length === 2 ? ofTwo(telling, link) : ofThree(telling, link, related);
}

/** "there is a small dog in the middle" */
function ofOne(telling: Telling, group: Group): Phrase {
  const { draw, scene } = telling;
  const opening = group.objects.length > 1 ? "there are" : "there is";
  const subject = [...(draw.chance(0.3) ? say(opening) : []), ...some(telling, group)];
  const position =
    group.objects.length === 1 && draw.chance(0.35) ? say(zone(group.objects[0])) : settingPhrase(scene, draw);
  return [...subject, ...position];
}

/** "a dog and two cats in the snow" */
function ofAll(telling: Telling, groups: readonly Group[]): Phrase {
  const [last, ...others] = [...groups].reverse();
  const listed = others.reverse().flatMap((group) => some(telling, group));
  return [...listed, ...say("and"), ...some(telling, last), ...settingPhrase(telling.scene, telling.draw)];
}

interface Link {
  readonly from: Group;
  readonly relation: Relation;
  readonly to: Group;
}

/** "a dog to the left of a red car at night" */
function ofTwo(telling: Telling, { from, relation, to }: Link): Phrase {
  const { draw, scene } = telling;
  const beside = (relation === "left" || relation === "right") && draw.chance(0.25);
  const between = say(beside ? draw.one(["next to", "beside"]) : draw.one(relationWords[relation]));
  const verb = draw.chance(0.2) ? say(from.objects.length > 1 ? "are" : "is") : [];
  const subject = verb.length > 0 ? nounPhrase(from, { determiner: "the" }) : some(telling, from);
  const ending = draw.chance(0.35) ? settingPhrase(scene, draw) : [];
  return [...subject, ...verb, ...between, ...some(telling, to), ...ending];
}

/** "a dog left of a cat and a ball above the dog": the third by its relation to one of the others, where it has a clear one. */
function ofThree(telling: Telling, first: Link, related: readonly Link[]): Phrase {
  const { draw } = telling;
  const rest = related.filter(({ from, to }) => from !== first.from && from !== first.to && to !== from);
  const [second] = draw.shuffled(rest);
  if (!second) return ofAll(telling, draw.shuffled(telling.groups));
  const beginning = [
    ...some(telling, first.from),
    ...say(draw.one(relationWords[first.relation])),
    ...some(telling, first.to),
  ];
  const again = nounPhrase(second.to, { determiner: "the" });
  return [
    ...beginning,
    ...say("and"),
    ...some(telling, second.from),
    ...say(draw.one(relationWords[second.relation])),
    ...again,
  ];
}

/** All that stands in one and the same relation from every thing of one group to every thing of another. */
function relations(groups: readonly Group[]): Link[] {
  return groups.flatMap((from) =>
    groups.flatMap((to) => {
      if (from === to) return [];
      const found = from.objects.flatMap((a) => to.objects.map((b) => relation(a.box, b.box)));
      const [first] = found;
      return first && found.every((one) => one === first) ? [{ from, relation: first, to }] : [];
    }),
  );
}

/** The things with "a" or their number, and at times their size or colour. */
function some({ draw }: Telling, group: Group): Phrase {
  const size = draw.chance(0.3) ? common(group, "size") : undefined;
  const colour = draw.chance(0.5) ? common(group, "colour") : undefined;
  return nounPhrase(group, { determiner: draw.chance(0.06) ? "number" : "a", size, colour });
}
