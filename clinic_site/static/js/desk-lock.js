// A page of the desk that was left open stops showing what it shows: once the desk is
// locked, its person is signed out or ended, or somebody else has signed in. The server
// is the rule; this asks it. What was typed and not sent stays in the page, out of sight.
const ASKED_EVERY = 30_000;
const SAID_EVERY = 60_000;
const PATIENCE = 10_000;
const ALONE_FOR = 15 * 60_000;

const form = document.querySelector(".desk-out");
const { lock, state: address, held, who } = form.dataset;
const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
const covering = document.getElementById("desk-lock").content;
const title = document.title;
let heard = Date.now();
let said = 0;
let hidden = null;
const typedIn = new Set();

const here = () => location.pathname + location.search;
const leaveTo = (place) => location.replace(place);
const wayBack = () => {
  const way = new URL(lock, location.href);
  way.searchParams.set("next", here());
  return way;
};

const cover = () => {
  if (hidden) return;
  hidden = document.createDocumentFragment();
  hidden.append(...document.body.childNodes);
  // Two of them at a time would be no page: this one comes as the other goes.
  const main = document.createElement("main");
  main.className = "desk-lock";
  main.append(covering.cloneNode(true));
  document.body.append(main);
  document.title = document.body.querySelector("h1").textContent;
  document.body.querySelector("[data-lock-other]").href = wayBack();
  document.body.querySelector("form").addEventListener("submit", open);
  document.body.querySelector("[data-lock-leave]").addEventListener("submit", keepAndLeave);
  document.body.querySelector("input[type=password]").focus();
};

const uncover = () => {
  if (!hidden) return;
  document.body.replaceChildren(hidden);
  hidden = null;
  document.title = title;
};

const open = async (event) => {
  event.preventDefault();
  const told = document.body.querySelector("[role=alert]");
  try {
    const answer = await fetch(lock, {
      method: "POST",
      headers: { Accept: "application/json" },
      body: new FormData(event.target),
      signal: AbortSignal.timeout(PATIENCE),
    });
    const { state, said: words } = await answer.json();
    if (state === "open") {
      heard = Date.now();
      uncover();
    } else {
      told.textContent = (words ?? []).join(" ");
      event.target.querySelector("input[type=password]").select();
    }
  } catch {
    told.textContent = told.dataset.away;
  }
};

// Somebody else wants to work here: the words wait for whoever typed them.
const keepAndLeave = async (event) => {
  event.preventDefault();
  const leaving = event.target;
  try {
    await Promise.all([...typedIn].map((one) => fetch(held, {
      method: "POST",
      headers: { "X-CSRFToken": token },
      body: new URLSearchParams({
        address: new URL(one.getAttribute("action") || here(), location.href).pathname,
        body: new URLSearchParams(new FormData(one)),
      }),
      signal: AbortSignal.timeout(PATIENCE),
    })));
  } finally {
    leaving.submit();
  }
};

const obey = ({ state, who: now }) => {
  // Somebody else works here by now: what was typed is not theirs to see.
  if (state !== "out" && String(now) !== who) leaveTo(lock);
  else if (state === "open") {
    heard = Date.now();
    uncover();
  } else if (typedIn.size) cover();
  else if (!hidden) leaveTo(wayBack());
};

const ask = async (method = "GET") => {
  try {
    const answer = await fetch(address, {
      method,
      cache: "no-store",
      headers: method === "POST" ? { "X-CSRFToken": token } : {},
      signal: AbortSignal.timeout(PATIENCE),
    });
    if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
    obey(await answer.json());
  } catch {
    // Nobody can tell whether this may still be seen.
    if (Date.now() - heard > ALONE_FOR) cover();
  }
};

for (const kind of ["keydown", "pointerdown", "input"]) {
  document.addEventListener(kind, (event) => {
    if (!event.isTrusted || hidden) return;
    const { form: into } = event.target;
    if (kind === "input" && into?.method === "post" && !into.matches("[role=search]")) {
      typedIn.add(into);
    }
    if (Date.now() - said < SAID_EVERY) return;
    said = Date.now();
    ask("POST");
  });
}
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) ask();
});
// Back out of the browser's memory: nothing of it is shown before the server was asked.
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  document.body.replaceChildren();
  location.reload();
});
setInterval(() => ask(), ASKED_EVERY);
