/* mkdocs-provenance under `mkdocs serve`: what was unfolded stays so when the page is loaded anew after a change, and a
   marked place leads to its entry in the list. Everything is there without this file. */

const KEY = "provenance-preview";

const kind = (fold) => fold.className || "list";

let unfolded = [];
try {
  unfolded = JSON.parse(sessionStorage[KEY]);
} catch {}

function arrive() {
  for (const fold of document.querySelectorAll(".provenance-problems details")) fold.open ||= unfolded.includes(kind(fold));
}

/* The event does not bubble. */
document.addEventListener(
  "toggle",
  ({ target: fold }) => {
    if (!fold.closest?.(".provenance-problems")) return;
    unfolded = unfolded.filter((each) => each !== kind(fold));
    if (fold.open) unfolded.push(kind(fold));
    try {
      sessionStorage[KEY] = JSON.stringify(unfolded);
    } catch {}
  },
  true,
);

document.addEventListener("click", ({ target }) => {
  if (!(target instanceof Element) || target.closest("a, button, summary, label") || !getSelection().isCollapsed) return;
  const says = target.closest(".provenance-place")?.getAttribute("aria-describedby");
  const entry = says && document.getElementById(says.split(" ")[0]);
  if (!entry) return;
  for (let fold = entry; fold; fold = fold.parentElement) if (fold.matches("details")) fold.open = true;
  location.hash = entry.id;
});

arrive();
window.document$?.subscribe(arrive); // Material's instant navigation
