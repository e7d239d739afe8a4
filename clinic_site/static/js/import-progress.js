// An import that is being carried out: its bar goes on by itself, every tenth of it is
// said to whoever listens, and what came of it takes the bar's place at the end.
const EVERY = 2000;
const PATIENCE = 15_000;
const STEP = 10;

const place = document.querySelector("[data-import]");
const says = place.querySelector("[data-import-says]");
let told = 0;
let timer = 0;

const say = (part) => {
  const words = part.querySelector("[data-said]");
  const percent = Number(words?.dataset.percent);
  if (words && percent >= told + STEP) {
    told = percent - (percent % STEP);
    says.textContent = words.textContent;
  }
};

const fetchPart = async (address, selector) => {
  const answer = await fetch(address, {
    cache: "no-store",
    redirect: "error",
    signal: AbortSignal.timeout(PATIENCE),
  });
  if (!answer.ok) throw new Error(String(answer.status));
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return page.querySelector(selector);
};

// The whole of it anew, with focus on what came of it for whoever was in the old part.
const showEnd = async () => {
  const whole = await fetchPart(location.pathname, "[data-import]");
  const held = place.contains(document.activeElement);
  const end = whole.querySelector("[data-import-progress]").textContent.trim();
  for (const old of [...place.children]) if (old !== says) old.remove();
  for (const part of [...whole.children]) {
    if (part.matches("[data-import-says]")) continue;
    place.append(part);
  }
  says.textContent = end;
  if (held) place.querySelector("#import-report")?.focus();
};

const look = async () => {
  clearTimeout(timer);
  if (document.hidden) return;
  try {
    const part = await fetchPart(place.dataset.progress, "[data-import-progress]");
    if (!("open" in part.dataset)) {
      await showEnd();
      return;
    }
    say(part);
    place.querySelector("[data-import-progress]").replaceWith(part);
  } catch {
    // The next round will do; the button to look again is there all the while.
  }
  timer = setTimeout(look, EVERY);
};

document.addEventListener("visibilitychange", look);
timer = setTimeout(look, EVERY);
