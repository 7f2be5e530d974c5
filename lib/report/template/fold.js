// One button folds all code of the page, or unfolds it.
{
  const button = document.querySelector("button.fold");
  const cells = [...document.querySelectorAll("details.code")];
  const anyOpen = () => cells.some(({ open }) => open);
  const label = () => {
    button.textContent = anyOpen() ? "Hide code" : "Show code";
  };
  button.addEventListener("click", () => {
    const open = !anyOpen();
    for (const cell of cells) cell.open = open;
    label();
  });
  for (const cell of cells) cell.addEventListener("toggle", label);
  label();
  button.hidden = false;
}
