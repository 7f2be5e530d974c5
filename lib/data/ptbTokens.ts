import { expectForms, forms } from "../core/argumentForms";

/**
 * What the reference evaluation of captions calls words: Stanford's Penn Treebank tokens in lower case, without the
 * punctuation that it removes. Its habits are kept, because scores depend on them: `it 's`, `do n't`, `t.v.`, `!!!` and
 * `-lrb-` are words, and `sky.A` is one.
 * Known differences: area codes in brackets, and a single letter at a caption's very end ("letter E."), which the reference
 * keeps with its full stop or without by what the next caption in its file begins with; here it is kept with it.
 * @see Marcus, Santorini & Marcinkiewicz 1993; pycocoevalcap/tokenizer, which starts Stanford CoreNLP 3.4.1
 */
export function captionWords(caption: string): string[] {
  expectForms("captionWords", { caption: [forms.text, caption] });
  return ptbTokens(caption.replaceAll("\u00AD", ""))
    .flatMap((token) => token.toLowerCase().split(" "))
    .filter((token) => !removed.has(token));
}

/** Brackets are removed in upper case only and therefore stay: the reference lowers the case first. */
const removed = new Set(["''", "'", "``", "`", ".", "?", "!", ",", ":", "-", "--", "...", ";"]);

/** The tokens before anything is removed or lowered: at each place the longest match of any rule, and the first of equals. */
export function ptbTokens(text: string): string[] {
  const tokens: string[] = [];
  for (let at = 0; at < text.length; ) {
    const plain = match(plainWord, text, at);
    const { length, token } = plain ? { length: plain[0].length, token: plain[0] } : longest(text, at);
    const split = assimilated.get(token.toLowerCase());
    if (split) tokens.push(token.slice(0, split), token.slice(split));
    else if (token) tokens.push(token);
    at += length;
  }
  return tokens;
}

/** Most of every caption: a shortcut past the rules. */
const plainWord = /[a-zA-Z][a-z]*(?=,? |$)/y;

/** Two words written as one, and the length of the first. */
const assimilated: ReadonlyMap<string, number> = new Map(
  Object.entries({ cannot: 3, gonna: 3, gotta: 3, lemme: 3, gimme: 3, wanna: 3, "'tis": 2, "'twas": 2 }),
);

interface Rule {
  readonly pattern: RegExp;
  /** Instead of the text that matched; "" where it is no token. */
  readonly token?: string | ((matched: string) => string);
}

function longest(text: string, at: number): { length: number; token: string } {
  let best = { weight: 0, length: 1, token: "" };
  for (const { pattern, token } of rules) {
    const found = match(pattern, text, at);
    if (!found) continue;
    // What a rule has looked at behind its token, in a group, counts too.
    const weight = found[0].length + (found[1]?.length ?? 0);
    const written = typeof token === "function" ? token(found[0]) : (token ?? found[0]);
    if (weight > best.weight) best = { weight, length: found[0].length, token: written };
  }
  return best;
}

function match(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

const alternatives = (words: string): string => words.trim().split(/\s+/).join("|");

/** Written with a full stop that belongs to them, in any case … */
const abbreviations = alternatives(`
  mr mrs ms messrs mlle mme dr prof rev hon st ste sr jr esq gen col maj capt lt lieut sgt cpl pvt cmdr adm brig gov sen
  rep pres supt det insp jan feb mar apr jun jul aug sept? oct nov dec mon tues? wed thu(?:rs)? fri ala ariz calif colo
  conn fla ga ind kans? ky md mich minn mo mont neb nev okla penn tenn va vt wisc? wyo inc cos? corp ltd bros plc bancorp
  ass[nt] dept univ intl assoc ave blvd rd sq ct mt ft cf est tel ext vs etc al bldg natl atty ph wm jos alex cie treas`);
/** … where they begin with a capital, being words otherwise … */
const capitalised = alternatives(
  "A[Rr][Kk] D[Ee][Ll] I[Ll][Ll] L[Aa] M[Aa][Ss][Ss] M[Ii][Ss][Ss] O[Rr][Ee] P[Aa] T[Ee][Xx] W[Aa][Ss][Hh]",
);
/** … and before a number only. */
const numbered = alternatives("[Nn][Oo][Ss]? [Pp][Pp] [Ff][Ii][Gg][Ss]? [Aa][Rr][Tt] [Oo][Pp] [Cc][Aa]");

const rule = (pattern: string, token?: Rule["token"]): Rule => ({ pattern: new RegExp(pattern, "uy"), token });
const anyCase = (pattern: string, token?: Rule["token"]): Rule => ({ pattern: new RegExp(pattern, "iuy"), token });

/** A single letter before one of these ends a sentence: "a large E. The" – but "E. Rowling". */
const openers = alternatives(`
  About According Additionally A After An As At But Earlier He Her Here However If In It Last Many Now Once One Other Our
  Since She Some Such That The Their Then There These They This We What When While Yet You`).replace(
  /[a-z]/g,
  (letter) => `[${letter.toUpperCase()}${letter}]`,
);

const alnum = "[\\p{L}\\p{M}\\p{Nd}]";
const decimal = "(?:\\d*(?:[.:,]\\d+)+|\\d+)";
const quote = "['’]";
const negation = `n${quote}t(?![a-z])`;
const ending = `${quote}(?:[msd]|re|ve|ll)(?![a-z])`;
const straight = (token: string): string => token.replaceAll("’", "'");
const bracket = (token: string): string => token.replace(/[()[\]{}]/g, (one) => brackets[one]);
const brackets: Readonly<Record<string, string>> = {
  ...{ "(": "-LRB-", ")": "-RRB-", "[": "-LSB-", "]": "-RSB-", "{": "-LCB-", "}": "-RCB-" },
};
const fractions: Readonly<Record<string, string>> = { "½": "1/2", "⅓": "1/3", "⅔": "2/3", "¼": "1/4", "¾": "3/4" };

const rules: readonly Rule[] = [
  anyCase("(?:cannot|gonna|gotta|lemme|gimme|wanna|'tis|'twas)"),
  // Words, also with a full stop between two of them; numbers; what hyphens, slashes and ampersands join.
  rule(`\\p{L}${alnum}*(?:[.!?]\\p{L}${alnum}*)*`),
  rule(`[-+]?${decimal}`),
  rule(`(?:[dDoOlL]${quote})?${alnum}+(?:[-_](?:[dDoOlL]${quote})?${alnum}+)*`),
  rule(`${alnum}+(?:[.,]+${alnum}*)*(?:-${alnum}+)+`),
  rule("[A-Za-z0-9]+(?:-[A-Za-z]+){0,2}(?:/[A-Za-z0-9]+(?:-[A-Za-z]+){0,2}){1,2}"),
  rule("[A-Z]+(?:[+&][A-Z]+)+"),
  // Full stops that belong to their word.
  rule("[A-Za-z]\\."),
  rule(`[A-Za-z](?=(\\.\\s+(?:${openers})(?!\\p{L})))`),
  rule("(?:[A-Za-z]+-)?[A-Za-z](?:\\.[A-Za-z])+\\.(?:-[A-Za-z]+)*"),
  rule(`\\p{L}${alnum}*\\.(?=[,;:])`),
  anyCase(`(?:${abbreviations})\\.`),
  anyCase("ph\\.d\\."),
  rule(`(?:${capitalised})\\.`),
  rule(`(?:${numbered})\\.(?=\\s*\\d)`),
  // Apostrophes: endings that are split off, and words that keep theirs.
  anyCase(`\\p{L}${alnum}*?(?=(${negation}|${ending}))`),
  anyCase(`${negation}|${ending}`, straight),
  anyCase(`(?:${quote}(?:em|till?|cause)|ol${quote}|somethin${quote}|dunkin${quote})(?!${alnum})`),
  anyCase(`${quote}n${quote}|${quote}n(?=\\s|$)`),
  anyCase(`(?:c${quote}mon|li${quote}l|nat${quote}l|s${quote}mores|nor${quote}easter)`),
  rule(`[lLdDjJ]${quote}|[yY]${quote}(?=\\p{L})`),
  rule(`[A-HJ-XZn]${quote}\\p{L}{2,}`),
  rule(`\\p{L}+[aeiouyAEIOUY]${quote}[aeiouA-Z]\\p{L}*`),
  rule(`${quote}[2-9]0s|${quote}\\d\\d(?=\\s|$)`),
  // The net, markup and faces.
  anyCase('https?://[^\\s"<>|(){}]+[^\\s"<>|.!?(){},-]'),
  anyCase('(?:www\\.)?(?:[a-z0-9-]+\\.)+(?:com|net|org|edu)(?:/[^\\s"<>|(){}]*[^\\s"<>|.!?(){},-])?(?![a-z0-9])'),
  rule("[A-Za-z0-9][\\w.]*@[A-Za-z0-9]+(?:\\.[A-Za-z0-9]+)*|@[A-Za-z_]\\w*|#\\p{L}+"),
  rule(
    "<(?:![A-Za-z-][^>]*|/?[A-Za-z][\\w:.-]*(?: +[A-Za-z][\\w:.-]*(?: *= *(?:'[^']*'|\"[^\"]*\"|[A-Za-z][\\w:.-]*))?)* */?) *>",
  ),
  rule("&#\\d+;"),
  anyCase("&amp;", "&"),
  anyCase("&lt;", "<"),
  anyCase("&gt;", ">"),
  anyCase("&quot;", "''"),
  anyCase("&nbsp;", ""),
  rule("[:;=][-o*']?[()DPp@|[\\]](?![A-Za-z])", bracket),
  rule("[-^x=~<>']_[-^x=~<>']"),
  // Money, marks and the rest, one by one.
  rule("[A-Z]+\\$|C\\+\\+|[CF]#"),
  rule("£", "#"),
  rule("€", "$"),
  rule("¢", "cents"),
  rule("[½⅓⅔¼¾]", (one) => fractions[one]),
  rule("[?!]{2,}|\\*+|_+|-{5,}"),
  rule("\\.{3,5}|\\.(?: \\.){2,}|…", "..."),
  rule("-{2,4}|[–—]", "--"),
  rule("[\"“”«»]|''", "''"),
  rule("['‘’`‹›]", "'"),
  rule("[()[\\]{}]", bracket),
  rule("[^\\s\\u200B\\u{10000}-\\u{10FFFF}]"),
];
