// The queue looks again by itself, every half minute while it is in sight, and leaves
// focus, place on the page and selection where they were. Without it there is a link.
const EVERY = 30_000;
const PATIENCE = 15_000;

const fresh = document.getElementById("desk-fresh");
const said = fresh.querySelector("[role=status]");
const shown = document.querySelector("div[data-part=rows]");
let timer = 0;
let ended = false;

const rowsIn = (part) => new Map(
  [...part.querySelectorAll("[data-row]")].map((row) => [row.dataset.row, row]),
);

const say = (...words) => {
  const text = words.join(" ").trim();
  if (said.textContent !== text) said.textContent = text;
};

// Somebody is copying a number or has a tab's menu open: the next round will do.
const isBusy = () => {
  const selection = document.getSelection();
  return Boolean(selection && !selection.isCollapsed && shown.contains(selection.anchorNode));
};

// What stays in sight keeps its height on the screen, whatever came in above it.
const anchor = () => {
  const focused = document.activeElement?.closest?.("[data-row]");
  if (focused) return focused.dataset.row;
  const rows = [...shown.querySelectorAll("[data-row]")];
  return rows.find((row) => row.getBoundingClientRect().bottom > 0)?.dataset.row;
};

const replaceRows = (part) => {
  const before = rowsIn(shown);
  const held = document.activeElement?.closest?.("[data-row]")?.dataset.row;
  const kept = anchor();
  const top = kept && before.get(kept).getBoundingClientRect().top;
  for (const [reference, row] of rowsIn(part)) {
    const old = before.get(reference);
    // Reused as it stands, so that nothing in it blinks.
    if (old && old.outerHTML === row.outerHTML) row.replaceWith(old);
  }
  shown.replaceChildren(...part.childNodes);
  const after = rowsIn(shown);
  if (held) {
    const link = after.get(held)?.querySelector("a");
    if (link) link.focus({ preventScroll: true });
    else say(fresh.dataset.gone.replace("%s", held));
  }
  if (after.has(kept) && window.scrollY > 0) {
    window.scrollBy(0, after.get(kept).getBoundingClientRect().top - top);
  }
  const news = [...after]
    .filter(([reference, row]) => row.dataset.urgent
      && before.get(reference)?.dataset.urgent !== row.dataset.urgent)
    .map(([, row]) => `${row.querySelector("bdi").textContent} (${row.dataset.urgent})`);
  if (news.length) say(fresh.dataset.news, news.join(", "));
};

const replaceTabs = (part) => {
  const tabs = document.querySelector(".desk-tabs");
  const held = tabs.contains(document.activeElement) && document.activeElement.dataset.tab;
  const left = tabs.scrollLeft;
  if (tabs.innerHTML === part.innerHTML) return;
  tabs.replaceChildren(...part.childNodes);
  tabs.scrollLeft = left;
  if (held) tabs.querySelector(`[data-tab="${held}"]`)?.focus({ preventScroll: true });
};

// The server says why: the way to sign in, the lock, or that this is no longer theirs.
const stop = () => {
  ended = true;
  // Whoever passes by now reads no names.
  shown.replaceChildren();
  location.reload();
};

const look = async () => {
  clearTimeout(timer);
  if (ended || document.hidden) return;
  try {
    if (!isBusy()) {
      const answer = await fetch(fresh.dataset.from, {
        cache: "no-store",
        redirect: "manual",
        signal: AbortSignal.timeout(PATIENCE),
      });
      // Led to the sign-in page, or no longer allowed in.
      if (answer.type === "opaqueredirect" || answer.status === 403) {
        stop();
        return;
      }
      if (!answer.ok) throw new Error(String(answer.status));
      const text = await answer.text();
      const part = new DOMParser().parseFromString(text, "text/html");
      if (said.textContent === fresh.dataset.away) say("");
      if (!isBusy()) {
        replaceTabs(part.querySelector(".desk-tabs"));
        replaceRows(part.querySelector("[data-part=rows]"));
        fresh.querySelector("[data-part=as-of]").textContent =
          part.querySelector("[data-part=as-of]").textContent;
      }
    }
  } catch {
    say(fresh.dataset.away);
  }
  timer = setTimeout(look, EVERY);
};

document.addEventListener("visibilitychange", () => {
  clearTimeout(timer);
  if (!document.hidden) look();
});
timer = setTimeout(look, EVERY);
