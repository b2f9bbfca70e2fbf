/* What is wider than the page scrolls: by keyboard, too. What fits is no stop for Tab. */
const wide = new ResizeObserver(changed => {
  for (const {target} of changed) {
    if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
    else target.removeAttribute("tabindex");
  }
});
for (const each of document.querySelectorAll(".highlight pre, .cell_output pre, .table-wrapper")) wide.observe(each);

/* A button is called what stands on it, as in "say: Show code". myst-nb calls it something else. */
for (const each of document.querySelectorAll("details.hide > summary")) each.removeAttribute("aria-label");

/* Where the edition for a browser lies in `lite`, beside these pages, a lesson can be run. From the disk none can. */
const lesson = location.pathname.match(/(\d\d_\w+)\.html$/)?.[1];
if (lesson && location.protocol !== "file:") {
  fetch("lite/first/lessons.json").then(reply => reply.ok ? reply.json() : {}, () => ({})).then(there => {
    if (!(lesson in there)) return;
    const button = document.createElement("a");
    button.className = "run-here";
    button.href = `lite/index.html?lesson=${lesson}`;
    button.textContent = "Run this lesson here";
    document.querySelector("h1").after(button);
  });
}
