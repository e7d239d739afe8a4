// What a page must never do, asked of the page itself. Each function returns a list of
// findings, one line each; checks.py puts this file into the page and calls them.
(() => {
  const CLICKABLE = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']";
  const NOT_TEXT = new Set(["SCRIPT", "STYLE", "NOSCRIPT", "TEMPLATE", "TITLE"]);

  const name = (element) => {
    const words = (element.textContent || element.value || element.name || "").trim();
    const tag = element.tagName.toLowerCase();
    const kind = element.getAttribute("class");
    return `<${tag}${kind ? ` class="${kind}"` : ""}> ${words.replace(/\s+/g, " ").slice(0, 50)}`;
  };
  const visible = (element) => {
    const box = element.getBoundingClientRect();
    const shown = element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
    return shown && box.width > 1 && box.height > 1 && box.right > 0;
  };
  const ancestors = function* (element) {
    for (let e = element; e; e = e.parentElement) yield e;
  };
  const moves = (element) => {
    for (const e of ancestors(element)) {
      const { position } = getComputedStyle(e);
      if (position === "fixed" || position === "sticky") return e;
    }
    return null;
  };

  // Every line of text that can be seen: where it stands and what it belongs to.
  const lines = () => {
    const found = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const parent = node.parentElement;
      if (!node.data.trim() || NOT_TEXT.has(parent.tagName) || !visible(parent)) continue;
      // For ears alone, or shortened on purpose.
      if ([...ancestors(parent)].some((e) => {
        const style = getComputedStyle(e);
        return style.clipPath !== "none" || style.webkitLineClamp !== "none";
      })) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      for (const box of range.getClientRects()) {
        if (box.width > 1 && box.height > 1 && box.right > 0) found.push({ box, parent });
      }
    }
    return found;
  };

  const sideways = () => {
    const room = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= room) return [];
    const wide = [...document.body.querySelectorAll("*")].filter(
      (e) => e.getBoundingClientRect().right > room + 1 && !e.querySelector("*"),
    );
    return [`scrolls sideways: ${name(wide[0] ?? document.body)}`];
  };

  // Text that leaves a box which neither grows nor scrolls, or lies on other text.
  const lost = () => {
    const found = new Set();
    const all = lines();
    for (const { box, parent } of all) {
      for (const e of ancestors(parent)) {
        const { overflowX, overflowY } = getComputedStyle(e);
        const around = e.getBoundingClientRect();
        if (around.width <= 2) break;
        const cut = (way) => way === "hidden" || way === "clip";
        const right = cut(overflowX) && (box.right > around.right + 2 || box.left < around.left - 2);
        const down = cut(overflowY) && (box.bottom > around.bottom + 4 || box.top < around.top - 4);
        if ((right || down) && e !== document.documentElement) found.add(`text is cut off: ${name(parent)}`);
        if (overflowX === "auto" || overflowX === "scroll") break;
      }
    }
    const still = all.filter(({ parent }) => !moves(parent)).sort((a, b) => a.box.top - b.box.top);
    still.forEach((one, index) => {
      for (const other of still.slice(index + 1)) {
        if (other.box.top >= one.box.bottom) break;
        if (one.parent === other.parent) continue;
        const width = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
        const height = Math.min(one.box.bottom, other.box.bottom) - other.box.top;
        const least = Math.min(one.box.height, other.box.height);
        if (width > 4 && height > least * 0.45) {
          found.add(`text on text: ${name(one.parent)} and ${name(other.parent)}`);
        }
      }
    });
    return [...found];
  };

  // What stays on the screen while one scrolls leaves at least half of it to the page.
  const crowded = () => {
    let taken = 0;
    for (const e of document.body.querySelectorAll("*")) {
      const { position } = getComputedStyle(e);
      const box = e.getBoundingClientRect();
      const wide = box.width > innerWidth * 0.7;
      if (position === "fixed" && visible(e) && wide) taken += Math.min(box.height, innerHeight);
    }
    return taken > innerHeight / 2 ? [`fixed parts take ${Math.round(taken)} of ${innerHeight} px`] : [];
  };

  // WCAG 2.5.8: 24 px, or as much room around, or a link within a sentence.
  const targets = () => {
    const stretched = (e) => {
      const after = getComputedStyle(e, "::after");
      const around = e.offsetParent;
      return after.content !== "none" && after.position === "absolute" && after.inset === "0px" ? around : null;
    };
    const box = (e) => {
      const parts = [stretched(e) ?? e, ...(e.labels ?? [])].map((part) => part.getBoundingClientRect());
      const left = Math.min(...parts.map((part) => part.left));
      const top = Math.min(...parts.map((part) => part.top));
      const right = Math.max(...parts.map((part) => part.right));
      const bottom = Math.max(...parts.map((part) => part.bottom));
      return { left, top, right, bottom, width: right - left, height: bottom - top };
    };
    const inSentence = (e) => {
      if (!getComputedStyle(e).display.startsWith("inline")) return false;
      let block = e.parentElement;
      while (getComputedStyle(block).display === "inline") block = block.parentElement;
      let words = block.textContent;
      for (const other of block.querySelectorAll(CLICKABLE)) words = words.replace(other.textContent, "");
      return /\p{L}/u.test(words);
    };
    const all = [...document.querySelectorAll(CLICKABLE)].filter(visible);
    const boxes = all.map(box);
    const small = (b) => b.width < 23.5 || b.height < 23.5;
    const middle = (b) => [(b.left + b.right) / 2, (b.top + b.bottom) / 2];
    const found = [];
    all.forEach((e, index) => {
      const own = boxes[index];
      if (!small(own) || inSentence(e)) return;
      const [x, y] = middle(own);
      const near = all.find((other, at) => {
        if (at === index || e.contains(other) || other.contains(e)) return false;
        const b = boxes[at];
        if (small(b)) {
          const [ox, oy] = middle(b);
          return Math.hypot(ox - x, oy - y) < 24;
        }
        const dx = Math.max(b.left - x, 0, x - b.right);
        const dy = Math.max(b.top - y, 0, y - b.bottom);
        return Math.hypot(dx, dy) < 12;
      });
      if (near) found.push(`small target (${Math.round(own.width)} x ${Math.round(own.height)}): ${name(e)}, beside ${name(near)}`);
    });
    return found;
  };

  const channels = (color) => {
    const numbers = color.match(/[\d.]+/g).map(Number);
    const scale = color.startsWith("color(") ? 1 : 255;
    return { rgb: numbers.slice(0, 3).map((n) => n / scale), alpha: numbers[3] ?? 1 };
  };
  const luminance = (color) => {
    const [r, g, b] = channels(color).rgb.map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (one, other) => {
    const [high, low] = [luminance(one), luminance(other)].sort((a, b) => b - a);
    return (high + 0.05) / (low + 0.05);
  };
  // The plain color behind an element, or nothing where a picture or gradient is.
  const ground = (element) => {
    for (const e of ancestors(element)) {
      const { backgroundColor, backgroundImage } = getComputedStyle(e);
      if (backgroundImage !== "none") return null;
      const { alpha } = channels(backgroundColor);
      if (alpha === 1) return backgroundColor;
      if (alpha > 0) return null;
    }
    return null;
  };
  const drawn = (style) => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;

  // Each thing that takes the focus shows it, in a color that stands out, and is not covered.
  // A key was pressed before, so the browser draws what it draws for the keyboard.
  const focus = () => {
    const found = [];
    const seen = new Set();
    const closed = [...document.querySelectorAll("details:not([open])")];
    const reachable = `${CLICKABLE}, [contenteditable=true]`;
    document.activeElement?.blur();
    for (const e of document.querySelectorAll(reachable)) {
      if (e.disabled || e.tabIndex < 0) continue;
      for (const details of closed) details.open = details !== e.parentElement && details.contains(e);
      if (!e.checkVisibility({ visibilityProperty: true })) continue;
      const chain = [e, ...(e.labels ?? []), e.nextElementSibling, ...[...ancestors(e.parentElement)].slice(0, 6)].filter(Boolean);
      const look = () => chain.map((part) => {
        const style = getComputedStyle(part);
        return [drawn(style) && style.outline, style.boxShadow, style.borderColor, style.backgroundColor].join();
      });
      const before = look();
      e.focus();
      if (document.activeElement !== e) continue;
      const after = look();
      const changed = chain.filter((_, index) => before[index] !== after[index]);
      const ring = changed.find((part) => drawn(getComputedStyle(part)));
      if (!changed.length) found.push(`focus cannot be seen: ${name(e)}`);
      else if (!ring) found.push(`focus has no outline: ${name(e)}`);
      else {
        const { outlineColor, outlineOffset } = getComputedStyle(ring);
        const behind = ground(parseFloat(outlineOffset) < 0 ? ring : ring.parentElement);
        if (behind && contrast(outlineColor, behind) < 3) {
          found.push(`focus is faint (${contrast(outlineColor, behind).toFixed(1)}): ${name(e)}`);
        }
      }
      const box = e.getBoundingClientRect();
      const [left, right] = [Math.max(box.left, 0) + 1, Math.min(box.right, innerWidth) - 1];
      const [top, bottom] = [Math.max(box.top, 0) + 1, Math.min(box.bottom, innerHeight) - 1];
      if (right < left || bottom < top) {
        found.push(`focus is off the screen: ${name(e)}`);
        continue;
      }
      const points = [[(left + right) / 2, (top + bottom) / 2], [left, top], [right, top], [left, bottom], [right, bottom]];
      const over = points.map(([x, y]) => document.elementFromPoint(x, y));
      const hides = (hit) => hit && !hit.contains(e) && !e.contains(hit) && moves(hit) && !moves(hit).contains(e);
      if (over.every(hides)) found.push(`focus is covered by ${name(moves(over[0]))}: ${name(e)}`);
      seen.add(e);
    }
    for (const details of closed) details.open = false;
    return seen.size ? found : ["nothing takes the focus"];
  };

  // Nothing moves for who asked for less of it.
  const motion = () => {
    const found = [];
    const long = (durations) => durations.split(",").some((one) => parseFloat(one) * (one.trim().endsWith("ms") ? 0.001 : 1) > 0.01);
    for (const e of document.querySelectorAll("*")) {
      for (const part of [null, "::before", "::after"]) {
        const style = getComputedStyle(e, part);
        if (long(style.transitionDuration) || long(style.animationDuration)) found.push(`moves: ${name(e)}`);
      }
      if (getComputedStyle(e).scrollBehavior === "smooth") found.push(`scrolls smoothly: ${name(e)}`);
    }
    return found;
  };

  // In forced colors a background is gone: an edge must still say what can be pressed.
  const edges = () => {
    const found = [];
    for (const e of document.querySelectorAll("button, .button, input:not([type=hidden], [type=radio], [type=checkbox]), select, textarea")) {
      if (!visible(e)) continue;
      const edge = [...ancestors(e)].slice(0, 2).some((part) => {
        const style = getComputedStyle(part);
        return style.borderBottomStyle !== "none" && parseFloat(style.borderBottomWidth) >= 1;
      });
      const words = getComputedStyle(e).textDecorationLine.includes("underline");
      if (!edge && !words) found.push(`no edge in forced colors: ${name(e)}`);
    }
    return found;
  };

  // WCAG 1.4.12, as a reader's own style sheet would set it.
  const SPACED = new CSSStyleSheet();
  SPACED.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
    word-spacing: 0.16em !important; } p { margin-bottom: 2em !important; }`);
  const read = (sheet) => () => { document.adoptedStyleSheets = sheet ? [sheet] : []; return []; };

  window.checks = {
    sideways, lost, crowded, targets, focus, motion, edges,
    spaced: read(SPACED), plain: read(null),
  };
})();
