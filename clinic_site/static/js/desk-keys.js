// Single keys at the desk. Each is written on what it presses, as aria-keyshortcuts;
// without this script Tab and Enter do the same.

const TYPING = "input:not([type=checkbox], [type=radio], [type=submit], [type=button]), textarea, select, [contenteditable]";
const help = document.querySelector("#desk-keys");
// Named by no button of their own.
const PLACES = { "/": ".desk-find input", Q: ".crumbs a" };
const rows = () => [...document.querySelectorAll(".queue__who")];

document.documentElement.dataset.keys = "on";

function isShown(element) {
  return element.checkVisibility?.() ?? element.offsetParent !== null;
}

function withKey(key) {
  const found = document.querySelectorAll(`[aria-keyshortcuts="${CSS.escape(key)}"]`);
  const pressed = [...found].find((element) => !element.disabled && isShown(element));
  return pressed ?? (PLACES[key] ? document.querySelector(PLACES[key]) : null);
}

// What asks for something first is opened, with the first thing to fill in or press.
function open(summary) {
  const details = summary.parentElement;
  details.open = true;
  (details.querySelector("select, textarea, input:not([type=hidden]), button") ?? summary).focus();
}

function press(element) {
  if (element.matches("summary")) open(element);
  else if (element.matches(TYPING)) element.focus();
  else element.click();
  if (element.matches("summary, textarea, input")) {
    element.scrollIntoView({ block: "nearest" });
  }
}

function move(step) {
  const all = rows();
  const here = all.indexOf(document.activeElement);
  const next = all[here === -1 && step < 0 ? all.length - 1 : here + step];
  next?.focus();
}

// Done with a field: its form goes off, if there is but one way to send it.
function send(field) {
  const ways = field.form?.querySelectorAll("[type=submit]:not([formaction])") ?? [];
  if (ways.length === 1) field.form.requestSubmit(ways[0]);
}

// Back from a request one goes on where one was.
const from = document.referrer && new URL(document.referrer).pathname;
if (document.activeElement === document.body) {
  rows().find((row) => row.pathname === from)?.focus();
}

function showHelp() {
  help.open = !help.open;
  if (help.open) help.scrollIntoView({ block: "nearest" });
  help.querySelector("summary").focus();
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    if (!event.target.matches?.(".desk-request :is(input, select, textarea)")) return;
    event.preventDefault();
    if (!event.repeat) send(event.target);
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat) return;
  const { target, key } = event;
  if (target.matches?.(TYPING)) {
    // Out of a field, so that keys are keys again.
    if (key === "Escape") target.blur();
    return;
  }
  const inList = target.matches?.(".queue__who");
  if (key === "?" && help) showHelp();
  else if (key === "Escape" && help?.open) help.open = false;
  else if (key.toUpperCase() === "J" || (key === "ArrowDown" && inList)) move(1);
  else if (key.toUpperCase() === "K" || (key === "ArrowUp" && inList)) move(-1);
  else if (key.length === 1 && key !== " ") {
    const element = withKey(key.toUpperCase());
    if (!element) return;
    press(element);
  } else return;
  event.preventDefault();
});

// One press is one action: a second Enter or key while the first is on its way is none.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
  // An answer that never came can be asked for again.
  setTimeout(() => { delete form.dataset.sent; }, 3000);
});
addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.sent;
});
