/* mkdocs-provenance: the card that opens at a mark, and the reading lens.

   The page is whole without this file: a mark is a link to its note. A card copies the notes in the page. */

const MARK = ".provenance-mark";
const REF = "a[role=doc-noteref]";
const LENS = "provenance-lens";
const GAP = 6;
const EDGE = 8;

const card = element("div", "provenance-card", "", { id: "provenance-card", popover: "manual", role: "dialog", tabIndex: -1 });

let link = null; // of the mark whose card is open
let pinned = false; // by a click, until it is dismissed
let timer = 0;
let closing = false; // the timer will close, not open
let distance = 0; // from the pointer to the card
let quiet = false; // focus is being given back
let downInside = false;
let framed = false;
let source; // the address of the note whose sentences are marked
let from; // the id of the mark that led to a note
let lens = false;

try {
  lens = sessionStorage[LENS] === "true";
} catch {}

const target = (hash) => document.getElementById(hash.slice(1));
const within = (node) => node instanceof Node && card.contains(node);
const sup = (node) => (node instanceof Element && !within(node) ? node.closest(MARK) : null);
const ref = (node) => node.closest(REF) || sup(node)?.querySelector(REF);

function delay(name) {
  const value = getComputedStyle(document.body).getPropertyValue(`--provenance-${name}`).trim();
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

/* Copies of the notes that `mark` leads to, in printed order; false where there are none. */
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
  card.replaceChildren(
    ...(amounts ? [element("p", "provenance-amounts", amounts)] : []),
    ...copies,
    element("a", "provenance-all", words.all),
    element("button", "provenance-close", "×", { type: "button", ariaLabel: words.close }),
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
  card.querySelector(".provenance-all").href = a.hash;
  place();
  if (pin) card.focus({ preventScroll: true });
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

/* Beside the mark, on the roomier side, within what the reader sees. */
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
  const left = Math.max(x + EDGE, Math.min(middle, x + width - wide - EDGE));
  const beside = up ? box.top - GAP - high : box.bottom + GAP;
  const top = Math.max(y + EDGE, Math.min(beside, y + height - high - EDGE));
  card.style.translate = `${left}px ${top}px`;
  card.tabIndex = tall > room ? 0 : -1;
}

function follow(event) {
  if (!link || framed || within(event.target)) return;
  framed = true;
  requestAnimationFrame(place);
}

/* Mark the sentences, some in pieces, that rest on the source under the pointer or with the focus. */
function rest(node) {
  if (within(node)) return;
  const near = (at) => at?.closest?.("[href*='#provenance-note-'], [id^=provenance-note-]");
  const note = near(node) ?? near(link ?? document.activeElement);
  const now = note && (note.hash ?? `#${note.id}`);
  if (now === source) return;
  source = now;
  let claim;
  for (const piece of document.querySelectorAll(".provenance-claim")) {
    claim = piece.id ? [piece] : [...claim, piece];
    const rests = claim.some((piece) => piece.querySelector(`[href$="${source}"]`));
    for (const piece of claim) piece.classList.toggle("provenance-rests", rests);
  }
}

/* In the note that a mark led to, the way back to it. */
function lead(hash) {
  document.querySelector(".provenance-back")?.classList.remove("provenance-back");
  const way = from && target(hash)?.querySelector(`[href$="#${from}"]`);
  way?.classList.add("provenance-back");
  way?.closest("details")?.setAttribute("open", "");
}

/* The reading lens: a switch in the summary line, remembered for the visit. */
function look(on) {
  const line = document.querySelector("[data-lens]");
  if (!line || !card.showPopover) return;
  lens = on;
  const button = line.querySelector("button") ?? element("button", "", line.dataset.lens, { type: "button" });
  line.append(button);
  button.ariaPressed = document.documentElement.classList.toggle(LENS, on);
  document.querySelector(".provenance-legend")?.toggleAttribute("hidden", !on);
  try {
    sessionStorage[LENS] = on;
  } catch {}
}

/* Unfold what hides the target of a link, or choose its tab. */
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

/* Material's instant previews would open a card of their own. */
const mute = (event) => sup(event.target) && event.stopPropagation();

const handlers = {
  mouseenter: mute,
  focus: mute,

  pointerover({ target: node, pointerType }) {
    rest(node);
    if (pointerType === "touch" || pinned) return;
    if (sup(node)) {
      const a = ref(node);
      if (link && sup(link) === sup(node)) stay();
      else if (a) later(() => open(a, false), "dwell");
    } else if (within(node) || !link) {
      stay();
    } else if (!closing && document.activeElement !== link && !within(document.activeElement)) {
      distance = Infinity;
      later(close, "grace");
    }
  },

  /* On the way to the card, the card waits. */
  pointermove({ clientX, clientY }) {
    if (!closing) return;
    const box = card.getBoundingClientRect();
    const left = Math.max(box.left - clientX, clientX - box.right, 0);
    const top = Math.max(box.top - clientY, clientY - box.bottom, 0);
    const now = Math.hypot(left, top);
    if (now < distance) later(close, "grace");
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
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    if (node.closest(".provenance-close")) return close();
    if (node.closest("[data-lens] button")) look(!lens);
    const way = node.closest("a[href*='#']");
    if (!way) return;
    from = link && sup(link).id;
    lead(way.hash);
    reveal(way.hash);
    if (within(way)) {
      focus(link);
      close();
    }
  },

  focusin({ target: node }) {
    rest(node);
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

/* Tab goes through a pinned card, from its mark and back to it. */
function tab(event) {
  if (!pinned) return;
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

/* Without popover, a mark stays a link. */
for (const [type, handle] of Object.entries(card.showPopover ? handlers : {}))
  document.addEventListener(type, handle, true);
document.addEventListener("scroll", follow, true);
addEventListener("resize", follow);
visualViewport?.addEventListener("resize", follow);
visualViewport?.addEventListener("scroll", follow);

function arrive() {
  look(lens || location.hash === "#lens");
  lead(location.hash);
  reveal(location.hash);
  source = 0;
}

addEventListener("popstate", close);
addEventListener("hashchange", arrive);
arrive();

/* Material's instant navigation keeps the body. */
window.document$?.subscribe(() => {
  close();
  arrive();
});

/* On paper nothing is folded. */
let folded = [];
addEventListener("beforeprint", () => {
  close();
  folded = document.querySelectorAll(".provenance-panel details:not([open])");
  for (const fold of folded) fold.open = true;
});
addEventListener("afterprint", () => {
  for (const fold of folded) fold.open = false;
});
