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
