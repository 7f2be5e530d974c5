import MiniSearch, { type SearchResult } from "minisearch";
import { type SearchEntry, searchFile, searchOptions } from "./searchEntry";

/** As many as one looks through. */
const most = 30;
const around = { before: 50, after: 130 };
const signs = { holds: "✓", fails: "✕", undecided: "?" } as const;

type Hit = SearchResult & SearchEntry;

/**
 * Brings a search field (page.ts) to life: what is typed is looked up in the whole report's index, which lies beside the page.
 * "/" goes to the field, arrows to the results and among them, Enter opens one, Escape closes them.
 */
export function searchField(search: HTMLElement): void {
  const [input, status, results] = ["input", "[role=status]", "ol"].map((part) => search.querySelector(part));
  if (!(input instanceof HTMLInputElement && status && results instanceof HTMLElement)) return;
  let index: Promise<MiniSearch<SearchEntry>> | undefined;
  let asked = 0;
  const links = () => [...results.querySelectorAll("a")];
  const close = () => search.classList.remove("open");

  async function look(): Promise<void> {
    const turn = ++asked;
    const words = input instanceof HTMLInputElement ? input.value.trim() : "";
    if (!words) return close();
    search.classList.add("open");
    try {
      index ??= loaded();
      const hits = (await index).search(words) as Hit[];
      if (turn !== asked) return; // somebody has typed on
      results?.replaceChildren(...hits.slice(0, most).map(itemOf));
      if (status) status.textContent = told(hits.length);
    } catch (error) {
      index = undefined;
      if (status) status.textContent = error instanceof Error ? error.message : String(error);
    }
  }

  input.addEventListener("focus", () => void look());
  input.addEventListener("input", () => void look());
  search.addEventListener("keydown", (event) => {
    const all = links();
    const place = all.indexOf(document.activeElement as HTMLAnchorElement);
    if (event.key === "Escape") {
      close();
      input.blur();
    } else if (event.key === "ArrowDown") all[Math.min(place + 1, all.length - 1)]?.focus();
    else if (event.key === "ArrowUp") (place > 0 ? all[place - 1] : input).focus();
    else if (event.key === "Enter" && place < 0) all[0]?.click();
    else return;
    event.preventDefault();
  });
  results.addEventListener("click", ({ target }) => {
    if ((target as Element).closest("a")) close(); // it may lead to a place of this page
  });
  search.addEventListener("focusout", ({ relatedTarget }) => {
    if (relatedTarget && !search.contains(relatedTarget as Node)) close();
  });
  document.addEventListener("pointerdown", ({ target }) => {
    if (!search.contains(target as Node)) close();
  });
  document.addEventListener("keydown", (event) => {
    const isTyping = (event.target as Element).closest("input, textarea, select, [contenteditable]");
    if (event.key !== "/" || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    input.focus();
    input.select();
  });
  search.hidden = false;
}

const told = (count: number): string =>
  count === 0
    ? "Nothing found."
    : `${count} ${count === 1 ? "place" : "places"}${count > most ? `, the first ${most}` : ""}`;

/** A page from a disk may not read a file beside it, but it may run one. */
function loaded(): Promise<MiniSearch<SearchEntry>> {
  return new Promise((resolve, reject) => {
    const script = Object.assign(document.createElement("script"), { src: searchFile });
    Object.assign(globalThis, {
      lectureSearch: (index: Parameters<typeof MiniSearch.loadJS>[0]) =>
        resolve(MiniSearch.loadJS<SearchEntry>(index, searchOptions)),
    });
    script.addEventListener("error", () => reject(new Error(`${searchFile} is missing beside this page.`)));
    document.head.append(script);
  });
}

function itemOf(hit: Hit): HTMLLIElement {
  const item = document.createElement("li");
  const link = Object.assign(document.createElement("a"), { href: hit.address });
  const badge = hit.outcome ? [piece("badge", [`${signs[hit.outcome]} ${hit.outcome}`], hit.outcome)] : [];
  const of = hit.claim && hit.claim !== hit.title ? [piece("claim", [`Claim: ${hit.claim}`])] : [];
  link.append(
    piece("where", [`${hit.section} · ${hit.kind}`, ...badge]),
    piece("title", marked(hit.title, hit.terms)),
    ...of,
    piece("snippet", marked(excerpt(hit.text, hit.terms), hit.terms)),
  );
  item.append(link);
  return item;
}

function piece(name: string, content: readonly (string | Node)[], also = ""): HTMLElement {
  const node = document.createElement("span");
  node.className = `${name} ${also}`.trim();
  node.append(...content);
  return node;
}

/** The words around the first that was found. */
function excerpt(text: string, terms: readonly string[]): string {
  const at = Math.max(0, text.search(anyOf(terms)));
  const from = at <= around.before ? 0 : text.lastIndexOf(" ", at - around.before) + 1;
  const end = at + around.after;
  return `${from > 0 ? "… " : ""}${text.slice(from, end)}${end < text.length ? " …" : ""}`;
}

const marked = (text: string, terms: readonly string[]): (string | Node)[] =>
  text.split(anyOf(terms)).map((part, i) => {
    if (i % 2 === 0) return part;
    return Object.assign(document.createElement("mark"), { textContent: part });
  });

const anyOf = (terms: readonly string[]): RegExp => {
  const escaped = terms.map((term) => term.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`(${escaped.sort((a, b) => b.length - a.length).join("|") || "(?!)"})`, "iu");
};
