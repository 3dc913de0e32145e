/* mkdocs-provenance: the filters of the index of sources, which is whole without this file.

   It runs each time the page is shown: Material's instant navigation puts the script in again. So all that it keeps and
   listens to goes with the form; only the way back is listened to on the window, until the form is gone. */

(() => {
  const form = document.querySelector(".provenance-filter[hidden]");
  if (!form) return;
  const { said, digits, part } = form.dataset;
  const more = form.dataset.more.split(" ").filter(Boolean);
  const index = document.querySelector(".provenance-index");
  const pages = document.querySelector(".provenance-pages");
  const status = form.querySelector("[role=status]");
  const all = form.querySelector("button");
  const fields = [...form.querySelectorAll("[name]")];
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

  let whole = !more.length; // whether the entries of all pages are here
  let loading;

  /* Entries of a further page join those of their kind. */
  async function add(address) {
    const answer = await fetch(address);
    if (!answer.ok) throw answer;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const a of page.querySelectorAll("a[href]")) a.href = new URL(a.getAttribute("href"), answer.url);
    return [...page.querySelectorAll(".provenance-index > section")];
  }

  async function load() {
    for (const kinds of await Promise.all(more.map(add)))
      for (const kind of kinds) {
        const here = index.querySelector(`[data-kind="${kind.dataset.kind}"]`);
        if (here) here.querySelector("ul").append(...kind.querySelectorAll("li"));
        else index.append(kind);
      }
    whole = true;
  }

  /* Show what every field agrees to. */
  async function show() {
    const asked = fields.some((field) => field.value);
    if (asked && !whole) await (loading ??= load().catch(() => {}));
    const wanted = fields.filter((field) => field.name !== "words" && field.value);
    const words = plain(form.elements.words.value).split(/\s+/);
    let count = 0;
    for (const kind of index.children) {
      let some = 0;
      for (const entry of kind.querySelectorAll("li")) {
        const known = { ...kind.dataset, ...entry.dataset };
        const text = (entry.text ??= plain(entry.textContent));
        const fits = wanted.every(({ name, value }) => known[name] === value) && words.every((word) => text.includes(word));
        entry.hidden = !fits;
        some += fits;
      }
      kind.hidden = !some;
      kind.querySelector("small").hidden = wanted.length || words[0];
      count += some;
    }
    const number = digits ? String(count).replace(/\d/g, (digit) => digits[digit]) : count;
    const now = fields.some((field) => field.value);
    status.textContent = now ? said.replace("{}", number) + (whole ? "" : ` · ${part}`) : "";
    all.hidden = !now;
    pages?.toggleAttribute("hidden", whole);
  }

  /* The address holds what is chosen, so that it can be sent, and gone back to. */
  function read() {
    const asked = new URLSearchParams(location.search);
    for (const field of fields) {
      field.value = asked.get(field.name) ?? "";
      if (field.selectedIndex < 0) field.value = "";
    }
    show();
  }

  function write() {
    const url = new URL(location);
    for (const { name, value } of fields) value ? url.searchParams.set(name, value) : url.searchParams.delete(name);
    url.hash = url.search && form.getAttribute("aria-labelledby"); // who follows the link sees what it shows
    if (url.href !== location.href) history.pushState(history.state, "", url);
  }

  form.addEventListener("input", show);
  form.addEventListener("change", write);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    write();
  });
  all.addEventListener("click", () => {
    form.reset();
    form.elements.words.focus();
    write();
    show();
  });
  addEventListener("popstate", function back() {
    if (form.isConnected) read();
    else removeEventListener("popstate", back);
  });
  form.hidden = false;
  read();
})();
