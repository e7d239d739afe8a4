// Small comforts; every page works without them.

// Where help is comes first; after a refused form, the list of errors does.
document.querySelector(".crisis-hit[autofocus], #error-summary")?.focus();

// A page that was fetched ahead was not counted then: somebody has it before them now.
const [opened] = performance.getEntriesByType("navigation");
if (opened?.deliveryType === "navigational-prefetch") {
  fetch(location.pathname, { cache: "no-store", priority: "low" });
}

// The menu closes as people expect: with Escape, and when focus or a click leaves it.
const menu = document.querySelector(".menu");
if (menu) {
  const close = () => { menu.open = false; };
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && menu.open) {
      close();
      menu.querySelector("summary").focus();
    }
  });
  for (const kind of ["click", "focusin"]) {
    document.addEventListener(kind, (event) => {
      if (!menu.contains(event.target)) close();
    });
  }
}

// On paper a link leads nowhere: links of this site show where they would.
addEventListener("beforeprint", () => {
  for (const link of document.querySelectorAll('.prose a[href^="/"]')) {
    link.dataset.address = link.href;
  }
  const day = document.querySelector("[data-printed]");
  const options = { dateStyle: "long" };
  const lang = document.documentElement.lang;
  if (day) day.textContent = `, ${new Date().toLocaleDateString(lang, options)}`;
});

// The contents list says where in the article the reader is; where the style sheet
// can say it, this has nothing to do.
const links = new Map();
if (!CSS.supports("scroll-target-group: auto")) {
  for (const link of document.querySelectorAll(".contents a")) {
    const section = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (section) links.set(section, link);
  }
}
const mark = () => {
  let here = null;
  for (const [section, link] of links) {
    if (section.getBoundingClientRect().top < innerHeight / 3) here = link;
  }
  for (const link of links.values()) {
    if (link === here) link.setAttribute("aria-current", "location");
    else link.removeAttribute("aria-current");
  }
};
const watch = new IntersectionObserver(mark, { rootMargin: "0px 0px -66%" });
for (const section of links.keys()) watch.observe(section);
