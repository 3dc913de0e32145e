/* mkdocs-provenance: the card that opens at a mark.

   The page is whole without this file: a mark is a link to its note. Everything a card shows is copied from the notes
   in the page; nothing is fetched. One set of listeners on the document serves every mark, also after an instant
   navigation. Delays are read from --provenance-dwell and --provenance-grace (see provenance.css). */

const MARK = ".provenance-mark";
const REF = "a[role=doc-noteref]";
const GAP = 6;
const EDGE = 8;

const card = document.createElement("div");
card.className = "provenance-card";
card.id = "provenance-card";
card.setAttribute("popover", "manual");
card.tabIndex = -1;
card.setAttribute("role", "dialog");

let link = null; // the mark's link that the card belongs to, while it is open
let pinned = false; // a click keeps the card until it is dismissed
let timer = 0;
let closing = false; // the timer will close, not open
let distance = Infinity; // from the pointer to the card, while closing
let quiet = false; // focus is being given back: do not open again
let downInside = false;
let framed = false;

const target = (hash) => document.getElementById(hash.slice(1));
const within = (node) => node instanceof Node && card.contains(node);
const sup = (node) => (node instanceof Element && !within(node) ? node.closest(MARK) : null);
const ref = (node) => node.closest(REF) || sup(node)?.querySelector(REF);

function delay(name) {
  const value = getComputedStyle(document.body).getPropertyValue(name).trim();
  return parseFloat(value) * (value.endsWith("ms") ? 1 : 1000) || 0;
}

function later(act, name) {
  clearTimeout(timer);
  closing = act === close;
  timer = setTimeout(act, delay(name));
}

function stay() {
  clearTimeout(timer);
  closing = false;
}

function element(tag, name, text, attributes) {
  const node = document.createElement(tag);
  node.className = name;
  node.textContent = text;
  return Object.assign(node, attributes);
}

/* Fill the card with copies of the notes that `mark` leads to, in printed order; false where there are none. */
function fill(mark) {
  const refs = [...mark.querySelectorAll(REF)];
  const notes = document.querySelector(".provenance-notes");
  const words = notes?.dataset ?? {};
  const copies = refs.flatMap((a) => {
    const copy = target(a.hash)?.querySelector(".provenance-source")?.cloneNode(true);
    for (const node of copy?.querySelectorAll("[id]") ?? []) node.removeAttribute("id");
    if (copy) copy.dataset.label = a.textContent;
    return copy ?? [];
  });
  if (!copies.length) return false;
  const { amounts } = mark.dataset;
  const close = element("button", "provenance-close", "×", { type: "button", ariaLabel: words.close });
  card.replaceChildren(
    ...(amounts ? [element("p", "provenance-amounts", amounts)] : []),
    ...copies,
    element("a", "provenance-all", words.all, { href: refs[0].hash }),
    close,
  );
  card.classList.toggle("provenance-several", copies.length > 1);
  card.ariaLabel = amounts || refs[0].ariaLabel;
  /* The panel may be in another language than the page. */
  for (const name of ["lang", "dir"]) card[name] = notes?.closest(`[${name}]`)?.[name] ?? "";
  card.scrollTop = 0;
  return true;
}

function open(a, pin) {
  stay();
  const same = link && sup(a) === sup(link);
  if (!same && !fill(sup(a))) return false;
  release();
  link = a;
  pinned ||= pin;
  card.classList.toggle("provenance-pinned", pinned);
  card.isConnected || document.body.append(card);
  card.matches(":popover-open") || card.showPopover();
  a.ariaExpanded = "true";
  a.setAttribute("aria-controls", card.id);
  place();
  return true;
}

function release() {
  if (!link) return;
  link.ariaExpanded = null;
  link.removeAttribute("aria-controls");
}

function close() {
  stay();
  if (!link) return;
  const mark = link;
  const held = within(document.activeElement);
  release();
  link = null;
  pinned = false;
  if (held) focus(mark);
  card.hidePopover();
}

function focus(a) {
  quiet = true;
  a.focus({ preventScroll: true });
  quiet = false;
}

/* Beside the mark, on the roomier side, inside what the reader sees (also when the page is zoomed in). */
function place() {
  framed = false;
  if (!link) return;
  const box = link.getBoundingClientRect();
  const { offsetLeft: x = 0, offsetTop: y = 0, width = innerWidth, height = innerHeight } = visualViewport ?? {};
  if (!link.isConnected || box.bottom < y || box.top > y + height) return close();
  card.style.fontSize = `calc(${getComputedStyle(document.querySelector(".provenance-notes")).fontSize} * .9)`;
  const tall = card.scrollHeight + card.offsetHeight - card.clientHeight;
  const above = box.top - y - GAP - EDGE;
  const below = y + height - box.bottom - GAP - EDGE;
  const up = tall > below && above > below;
  const room = Math.max(up ? above : below, 96);
  card.style.maxHeight = `${room}px`;
  const wide = card.offsetWidth;
  const high = Math.min(tall, room);
  const middle = box.left + (box.width - wide) / 2;
  card.style.left = `${Math.max(x + EDGE, Math.min(middle, x + width - wide - EDGE))}px`;
  const beside = up ? box.top - GAP - high : box.bottom + GAP;
  card.style.top = `${Math.max(y + EDGE, Math.min(beside, y + height - high - EDGE))}px`;
  card.tabIndex = tall > room ? 0 : -1;
}

function follow(event) {
  if (!link || framed || within(event.target)) return;
  framed = true;
  requestAnimationFrame(place);
}

/* Unfold what hides the target of a link, also where that is a tab. */
function reveal(hash) {
  const goal = target(hash);
  if (!goal || goal.checkVisibility?.()) return;
  for (let node = goal; node; node = node.parentElement) {
    if (node.matches("details")) node.open = true;
    if (!node.matches(".tabbed-block")) continue;
    const tabs = node.closest(".tabbed-set").querySelectorAll(":scope > input");
    tabs[[...node.parentElement.children].indexOf(node)]?.click();
  }
  goal.scrollIntoView();
}

const handlers = {
  pointerover({ target: node, pointerType }) {
    if (pointerType === "touch" || pinned) return;
    if (sup(node)) {
      const a = ref(node);
      if (link && sup(link) === sup(node)) stay();
      else if (a) later(() => open(a, false), "--provenance-dwell");
    } else if (within(node)) {
      stay();
    } else if (!link) {
      stay();
    } else if (!closing && document.activeElement !== link && !within(document.activeElement)) {
      distance = Infinity;
      later(close, "--provenance-grace");
    }
  },

  /* On the way to the card, however slowly or slantwise, the card waits. */
  pointermove({ clientX, clientY }) {
    if (!closing) return;
    const box = card.getBoundingClientRect();
    const left = Math.max(box.left - clientX, clientX - box.right, 0);
    const top = Math.max(box.top - clientY, clientY - box.bottom, 0);
    const now = Math.hypot(left, top);
    if (now < distance) later(close, "--provenance-grace");
    distance = now;
  },

  pointerdown({ target: node }) {
    downInside = within(node);
  },

  pointerup({ target: node }) {
    if (link && !downInside && !within(node) && !sup(node)) close();
  },

  click(event) {
    const node = event.target;
    if (!(node instanceof Element) || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const a = sup(node) && ref(node);
    if (a) {
      if (pinned && a === link) close();
      else if (!open(a, true)) return;
      else if (!event.detail) card.focus();
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    if (node.closest(".provenance-close")) return close();
    const way = node.closest("a[href*='#']");
    if (way) reveal(way.hash);
    if (way && within(way)) {
      focus(link);
      close();
    }
  },

  focusin({ target: node }) {
    if (quiet) return;
    if (sup(node)) {
      if (node.matches(":focus-visible") && !pinned) open(ref(node), false);
    } else if (link && !within(node)) close();
  },

  keydown(event) {
    if (!link || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") {
      event.stopPropagation();
      close();
    }
    if (event.key === "Tab") tab(event);
  },
};

/* Tab goes from the mark into its card, and out of the card back to the mark. */
function tab(event) {
  const now = document.activeElement;
  const stops = [card, ...card.querySelectorAll("a[href], button")].filter(
    (node) => node.tabIndex >= 0 && node.checkVisibility(),
  );
  const next = stops.indexOf(now) + (event.shiftKey ? -1 : 1);
  if (now === link && !event.shiftKey) stops[0].focus();
  else if (!within(now) || (next >= 0 && next < stops.length)) return;
  else if (event.shiftKey) focus(link);
  else close();
  event.preventDefault();
}

/* Where the browser has no popover, a mark stays what it is: a link. */
for (const [type, handle] of Object.entries("popover" in card ? handlers : {}))
  document.addEventListener(type, handle, { capture: true, passive: type.startsWith("pointer") });
document.addEventListener("scroll", follow, { capture: true, passive: true });
addEventListener("resize", follow);
visualViewport?.addEventListener("resize", follow);
visualViewport?.addEventListener("scroll", follow);

const arrive = () => reveal(location.hash);
addEventListener("popstate", close);
addEventListener("hashchange", arrive);
arrive();

/* Material's instant navigation replaces the article and keeps the body. */
window.document$?.subscribe(() => {
  close();
  arrive();
});

/* On paper nothing is folded. */
let folded = [];
addEventListener("beforeprint", () => {
  close();
  folded = [...document.querySelectorAll(".provenance-panel details:not([open])")];
  for (const fold of folded) fold.open = true;
});
addEventListener("afterprint", () => {
  for (const fold of folded) fold.open = false;
});
