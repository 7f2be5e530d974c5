/** The contents beside a page: the heading that is read is marked; where the page is narrow the list is folded. */
export function sideContents(contents: HTMLElement): void {
  const fold = contents.querySelector("details");
  const narrow = matchMedia("(max-width: 75rem)"); // as in page.css
  const setFold = () => {
    if (fold) fold.open = !narrow.matches;
  };
  narrow.addEventListener("change", setFold);
  setFold();

  const places = [...contents.querySelectorAll<HTMLAnchorElement>('a[href^="#"]')].flatMap((link) => {
    const heading = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    return heading ? [{ link, heading }] : [];
  });
  let isAsked = false;
  const mark = () => {
    isAsked = false;
    const atEnd = innerHeight + scrollY >= document.documentElement.scrollHeight - 2;
    const read = atEnd
      ? places.at(-1)
      : places.findLast(({ heading }) => heading.getBoundingClientRect().top < 0.25 * innerHeight);
    for (const place of places) {
      if (place === read) place.link.setAttribute("aria-current", "location");
      else place.link.removeAttribute("aria-current");
    }
  };
  const soon = () => {
    if (isAsked) return;
    isAsked = true;
    requestAnimationFrame(mark);
  };
  addEventListener("scroll", soon, { passive: true });
  addEventListener("resize", soon);
  mark();
  contents.addEventListener("click", ({ target }) => {
    if (narrow.matches && fold && (target as Element).closest("a")) fold.open = false;
  });
}
