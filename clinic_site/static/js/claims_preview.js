// The claims guard in the preview of a page: it tells Wagtail's checks which element
// holds a finding, and the editor's window which words.
(() => {
  "use strict";

  const bar = window.wagtail?.userbar;
  const page = bar?.shadowRoot?.getElementById("claims-page");
  if (!page) return;

  const { rules, pieces, kind, citations, allowed } = JSON.parse(page.textContent);
  const guard = clinicClaims.guard(rules);
  const WHERE = "h1, h2, h3, p, li, dt, dd, td, th, summary, figcaption, caption";

  // What stands in no element, such as the description for search engines, is told at
  // the title, as Wagtail does.
  function placeOf(finding, texts) {
    let best = null;
    for (const [node, text] of texts) {
      const holds = text.includes(finding.wording) || finding.wording.includes(text);
      if (holds && text && (!best || Math.abs(text.length - finding.wording.length) < best.off)) {
        best = { node, off: Math.abs(text.length - finding.wording.length) };
      }
    }
    return best?.node || document.querySelector("h1") || document.body;
  }

  function places() {
    const main = document.querySelector("main") || document.body;
    const texts = [...main.querySelectorAll(WHERE)].map((node) => [node, guard.normal(node.innerText || node.textContent)]);
    for (const node of main.querySelectorAll("img[alt]")) texts.push([node, guard.normal(node.alt)]);
    const found = new Map();
    for (const finding of guard.find(pieces, kind, citations)) {
      if (isAllowed(finding)) continue;
      const node = placeOf(finding, texts);
      const nodes = found.get(finding.rule) || new Map();
      nodes.set(node, [...(nodes.get(node) || []), finding]);
      found.set(finding.rule, nodes);
    }
    return found;
  }

  // A reviewer vouched for exactly this.
  const isAllowed = ({ rule, wording, missing }) =>
    allowed.some((entry) => entry[0] === rule && entry[1] === wording && entry[2] === missing.join(", "));

  const inReadingOrder = ([one], [other]) =>
    one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1;

  const found = places();
  for (const rule of rules.rules) {
    bar.registerCheck(`claims-${rule.id}`, (node) => !found.get(rule.id)?.has(node));
  }
  const told = [...found].map(([rule, nodes]) => [
    rules.rules.find(({ id }) => id === rule).title,
    [...nodes].sort(inReadingOrder).map(([, findings]) => findings),
  ]);
  if (window.parent !== window) {
    window.parent.postMessage({ clinicClaims: told }, window.location.origin);
  }
})();
