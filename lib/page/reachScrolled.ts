const mayScroll = "pre, .rich, .words table, div.maths, figure.plot, figure.drawing, .lab-moment .part";

/** What is wider than its place scrolls by itself, and the Tab key leads to it, so that its arrow keys work. */
export function reachScrolled(page: Document): void {
  const sizes = new ResizeObserver((entries) => {
    for (const { target } of entries) reach(target as HTMLElement);
  });
  for (const node of page.querySelectorAll<HTMLElement>(mayScroll)) sizes.observe(node);
}

/** The same for one element, after its content has changed. */
export function reach(node: HTMLElement): void {
  const { overflowX, overflowY } = getComputedStyle(node);
  const isWide = node.scrollWidth > node.clientWidth && overflowX === "auto";
  const isHigh = node.scrollHeight > node.clientHeight && overflowY === "auto";
  if (isWide || isHigh) node.tabIndex = 0;
  else node.removeAttribute("tabindex");
}
