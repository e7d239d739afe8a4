// Small comforts; every page works without them.

// After a refused form the list of errors is what to read first.
document.getElementById("error-summary")?.focus();

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

// The contents list says where in the article the reader is; where the style sheet
// can say it, this has nothing to do.
const links = new Map();
if (!CSS.supports("scroll-target-group: auto")) {
  for (const link of document.querySelectorAll(".contents a")) {
    const section = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (section) links.set(section, link);
  }
}
if (links.size) {
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
  let waiting = false;
  addEventListener("scroll", () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; mark(); });
  }, { passive: true });
  mark();
}
