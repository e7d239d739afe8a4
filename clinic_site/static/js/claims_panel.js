// The claims guard in the page editor: Wagtail's checks say which rule an element
// breaks; this adds the words, in their sentence, and what the page lacks.
(() => {
  "use strict";

  let told = new Map();

  function sentence({ field, wording, words, missing }) {
    const line = document.createElement("span");
    line.className = "cms-claim-words";
    const at = wording.indexOf(words);
    const mark = document.createElement("mark");
    mark.textContent = words;
    const parts = at < 0 ? [mark] : [wording.slice(0, at), mark, wording.slice(at + words.length)];
    line.append(`${field}: `, ...parts);
    if (missing.length) line.append(` (${missing.join(", ")})`);
    return line;
  }

  function fill(panel) {
    const seen = new Map();
    for (const row of panel.querySelectorAll("[data-content-checker-row]")) {
      const title = row.querySelector("[data-content-checker-name]")?.textContent;
      const nodes = told.get(title);
      if (!nodes) continue;
      const number = seen.get(title) || 0;
      seen.set(title, number + 1);
      const help = row.querySelector("[data-content-checker-help]");
      if (!nodes[number] || row.querySelector(".cms-claim-words")) continue;
      row.querySelector("[data-content-checker-selector-text]").textContent = "";
      help.before(...nodes[number].map(sentence));
    }
  }

  document.addEventListener("DOMContentLoaded", () => {
    const panel = document.querySelector("[data-checks-panel]");
    if (!panel) return;
    new MutationObserver(() => fill(panel)).observe(panel, { childList: true });
    window.addEventListener("message", ({ origin, data }) => {
      if (origin !== window.location.origin || !data?.clinicClaims) return;
      told = new Map(data.clinicClaims);
    });
  });
})();
