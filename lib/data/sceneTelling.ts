import type { QuestionType, Telling } from "./asked";
import { type Relation, relation } from "./box";
import { type Category, type Colour, emoji, nouns, picturesOf } from "./emoji";
import { type Group, groupsOf, type Scene } from "./scenes";
import { located, settingQuestions } from "./sceneWhere";
import { numbers, relationWords, withArticle } from "./sceneWords";

/** All questions with answers in words that make sense of a scene. */
export function tellings(scene: Scene): Telling[] {
  const groups = groupsOf(scene);
  const single = groups.filter(({ objects }) => objects.length === 1);
  return [
    ...settingQuestions(scene),
    ...single.flatMap((group) => related(groups, group)),
    ...single.flatMap((group) => located(groups, group)),
    ...groups.flatMap((group) => coloured(groups, group)),
    ...groups.map((group) => counted(groups, group)),
    ...ofCategory(groups),
    ...bySize(groups),
  ];
}

const nounsOf = (groups: readonly Group[]): string[] => groups.map(({ noun }) => noun);
const categoryOf = (noun: string): Category => picturesOf(noun)[0].category;
const nounsLike = (category: Category): string[] => nouns.filter((noun) => categoryOf(noun) === category);

/** "what is to the left of the dog", or "who", where one thing and no other is there. */
function related(groups: readonly Group[], to: Group): Telling[] {
  const present = nounsOf(groups);
  const box = to.objects[0].box;
  return (Object.keys(relationWords) as Relation[]).flatMap((direction) => {
    const there = groups.filter(
      (group) => group !== to && group.objects.some((one) => relation(one.box, box) === direction),
    );
    const [found] = there;
    if (there.length !== 1 || found.objects.length !== 1) return [];
    const person = found.category === "person";
    const alike = person ? nounsLike("person") : nouns.filter((noun) => categoryOf(noun) !== "person");
    const others = alike.filter((noun) => noun !== to.noun);
    const tiers = [
      others.filter((noun) => present.includes(noun)),
      others.filter((noun) => categoryOf(noun) === found.category),
      others,
    ];
    return [
      {
        type: person ? "who" : "what",
        text: `${person ? "who" : "what"} is ${relationWords[direction][0]} the ${to.noun}`,
        answer: found.noun,
        distractors: tiers,
        allowed: (choice: string) => choice !== to.noun,
        supported: (choice: string) => present.includes(choice),
      },
    ];
  });
}

const colours = [...new Set(emoji.flatMap(({ colour }) => colour ?? []))];

/** "what color is the car" */
function coloured(groups: readonly Group[], { noun, objects }: Group): Telling[] {
  const [{ colour }] = objects;
  if (!colour || objects.length > 1) return [];
  const possible: (Colour | undefined)[] = picturesOf(noun).map((picture) => picture.colour);
  const present = groups.flatMap((group) => group.objects.flatMap((object) => object.colour ?? []));
  return [
    {
      type: "what",
      text: `what color is the ${noun}`, // as the data sets spell it
      answer: colour,
      distractors: [present, colours.filter((one) => possible.includes(one)), colours],
      allowed: (choice) => possible.includes(choice as Colour),
      supported: (choice) => present.includes(choice as Colour),
    },
  ];
}

/** "how many dogs are there" */
function counted(groups: readonly Group[], group: Group): Telling {
  const counts = groups.map((one) => numbers[one.objects.length - 1]);
  return {
    type: "how",
    text: `how many ${group.plural} are there`,
    answer: numbers[group.objects.length - 1],
    distractors: [numbers],
    allowed: () => true,
    supported: (choice) => counts.some((count) => count === choice),
  };
}

/** What there is of a kind, or what it is good for: where there is one thing of the kind. */
function ofCategory(groups: readonly Group[]): Telling[] {
  const present = nounsOf(groups);
  const ask: Partial<Record<Category, readonly [QuestionType, string, (noun: string) => string][]>> = {
    animal: [["what", "what animal is there", (noun) => noun]],
    food: [["why", "why will nobody go hungry", (noun) => `there is ${withArticle(noun)}`]],
    vehicle: [["what", "what vehicle is there", (noun) => noun]],
    instrument: [["why", "why can somebody make music", (noun) => `there is ${withArticle(noun)}`]],
    person: [["who", "who is there", (noun) => noun]],
  };
  return groups.flatMap(({ noun, category, objects }): Telling[] => {
    const alike = nounsLike(category);
    const others = present.filter((one) => one !== noun);
    if (objects.length > 1 || groups.filter((group) => group.category === category).length > 1) return [];
    return (ask[category] ?? []).map(([type, text, answer]) => ({
      type,
      text,
      answer: answer(noun),
      distractors: [others, alike].map((list) => list.map(answer)),
      allowed: (choice) => alike.some((one) => answer(one) === choice),
      supported: (choice) => present.some((one) => answer(one) === choice),
    }));
  });
}

/** "what is the largest thing", where one is large and the others are not, or the other way round. */
function bySize(groups: readonly Group[]): Telling[] {
  const present = nounsOf(groups);
  const ask = (size: "large" | "small", text: string): Telling[] => {
    const [found, ...more] = groups.filter(({ objects }) => objects.some((object) => object.size === size));
    if (!found || more.length > 0 || groups.length < 2) return [];
    const supported = (choice: string) => present.includes(choice);
    const like = nounsLike(found.category);
    return [
      { type: "what", text, answer: found.noun, distractors: [present, like, nouns], allowed: () => true, supported },
    ];
  };
  return [...ask("large", "what is the largest thing"), ...ask("small", "what is the smallest thing")];
}
