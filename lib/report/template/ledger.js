// Filters the claims by outcome; a link to a claim opens it, and all are open on paper.
{
  const filter = document.querySelector(".filter");
  const claims = [...document.querySelectorAll(".claims details")];
  const matches = ({ dataset }, wanted) =>
    wanted === "" || (wanted === "moved" ? "moved" in dataset : dataset.outcome === wanted);

  filter.addEventListener("click", ({ target }) => {
    const chosen = target.closest("button");
    if (!chosen) return;
    for (const button of filter.children) button.setAttribute("aria-pressed", String(button === chosen));
    for (const claim of claims) claim.hidden = !matches(claim, chosen.dataset.show);
    for (const section of document.querySelectorAll(".claims section"))
      section.hidden = !section.querySelector("details:not([hidden])");
  });
  filter.hidden = false;

  const openLinked = () => {
    const linked = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (linked?.matches(".claims details")) linked.open = true;
  };
  addEventListener("hashchange", openLinked);
  openLinked();

  let opened = [];
  addEventListener("beforeprint", () => {
    opened = claims.filter(({ open }) => !open);
    for (const claim of opened) claim.open = true;
  });
  addEventListener("afterprint", () => {
    for (const claim of opened) claim.open = false;
  });
}
