// The claims guard in a browser: the twin of clinic/claims/text.py and engine.py. Both
// read clinic/claims/rules.json, and a test compares what they find.
(() => {
  "use strict";

  const LOOK_BACK = 12;
  const BEYOND = /[\ud800-\udfff\u{10000}-\u{10ffff}]/gu;

  // Makes a guard of the rules' file. Its `find` takes the pieces of a page, each with
  // `field`, `text` and `cites`, the type of page and the references' citations.
  function guard(data) {
    const compiled = (pattern, flags = "iu") =>
      new RegExp(pattern.replace(/%([a-z_]+)%/g, (_, name) => data.fragments[name]), flags);
    const reading = data.reading;
    const replace = reading.replace.map(([pattern, sign]) => [compiled(pattern, "giu"), sign]);
    const sentenceEnd = compiled(reading.sentence_end, "giu");
    const notAnEnd = compiled(reading.not_an_end);
    const quotedTitle = compiled(reading.quoted_title, "giu");
    const cut = compiled(reading.cut, "giu");
    const clauseBreak = compiled(reading.clause_break);
    const negation = compiled(reading.negation);
    const noNegation = compiled(reading.no_negation, "giu");
    const disowned = compiled(reading.disowned);
    const rules = data.rules.map((raw) => ({
      kind: "sentence",
      negation: "before",
      ...raw,
      pattern: compiled(raw.pattern, "giu"),
      then: raw.then && compiled(raw.then),
      unless: (raw.unless || []).map((pattern) => compiled(pattern)),
      near: (raw.near || []).map((pattern) => compiled(pattern)),
      also: (raw.also || []).map((pattern) => compiled(pattern)),
      needs: (raw.needs || []).map((need) => ({ ...need, pattern: compiled(need.pattern) })),
      reads: (kind) => !raw.on || !raw.on.length || raw.on.includes(kind),
    }));

    const strip = (text) => text.replace(/^ +| +$/g, "");
    const lowered = (text) => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());

    function normal(text) {
      let read = text.normalize("NFKC").replace(BEYOND, "\ufffd");
      for (const [pattern, sign] of replace) read = read.replace(pattern, sign);
      return read.replace(/^[ \n]+|[ \n]+$/g, "");
    }

    function sentences(paragraph) {
      const found = [];
      let start = 0;
      for (const end of paragraph.matchAll(sentenceEnd)) {
        const stop = end.index + end[0].length;
        const after = paragraph.slice(stop + 1, stop + 2);
        const before = paragraph.slice(Math.max(start, end.index - LOOK_BACK), end.index);
        const goesOn =
          (after >= "a" && after <= "z") || (end[0].startsWith(".") && notAnEnd.test(before));
        if (after && goesOn) continue;
        found.push(strip(paragraph.slice(start, stop)));
        start = stop;
      }
      found.push(strip(paragraph.slice(start)));
      return found.filter(Boolean);
    }

    function titlesIn(citations) {
      const parts = new Set();
      for (const citation of citations) {
        for (const part of normal(citation).replaceAll("\n", " ").split(cut)) {
          parts.add(lowered(part).replace(/^[ .]+|[ .]+$/g, ""));
        }
      }
      return [...parts]
        .filter((part) => part.split(" ").length >= reading.title_words)
        .sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
    }

    function withoutTitles(text, titles) {
      let left = text;
      for (const title of titles) {
        const low = lowered(left);
        const kept = [];
        let at = 0;
        for (let hit = low.indexOf(title); hit >= 0; hit = low.indexOf(title, at)) {
          kept.push(left.slice(at, hit), '""');
          at = hit + title.length;
        }
        left = kept.join("") + left.slice(at);
      }
      return left.replace(quotedTitle, '""');
    }

    function isNegated(text) {
      const clause = text.slice(-reading.look_back).split(clauseBreak).at(-1);
      return negation.test(clause.replace(noNegation, " "));
    }

    function wordsOf(rule, text) {
      for (const match of text.matchAll(rule.pattern)) {
        const stop = match.index + (rule.negation === "within" ? match[0].length : 0);
        if (rule.negation === "none" || !isNegated(text.slice(0, stop))) return strip(match[0]);
      }
      return null;
    }

    function isHonest(rule, sentence, whole) {
      if (rule.unless.some((pattern) => pattern.test(sentence.masked))) return true;
      const around = sentence.piece.cites ? sentence.paragraph : whole;
      return rule.near.some((pattern) => pattern.test(around));
    }

    function finding(rule, sentence, words, missing = []) {
      const { id, group, severity, title, why, instead } = rule;
      const { field } = sentence.piece;
      return { rule: id, group, severity, title, field, words, why, instead, wording: sentence.text, missing };
    }

    function inSentence(sentence, active, whole) {
      const found = [];
      if (disowned.test(sentence.masked)) return found;
      for (const rule of active) {
        if (rule.kind === "page") continue;
        const words = wordsOf(rule, sentence.masked);
        if (words === null || isHonest(rule, sentence, whole)) continue;
        if (rule.then) {
          const at = sentence.paragraph.indexOf(words);
          if (at < 0 || !rule.then.test(sentence.paragraph.slice(at + words.length))) continue;
        }
        found.push(finding(rule, sentence, words));
      }
      return found;
    }

    function onPage(rule, everything, whole) {
      if (!rule.also.every((pattern) => pattern.test(whole))) return [];
      const missing = rule.needs.filter((need) => !need.pattern.test(whole)).map((need) => need.name);
      if (!missing.length) return [];
      let [start, at] = [0, 0];
      for (const match of whole.matchAll(rule.pattern)) {
        while (match.index > start + everything[at].masked.length) {
          start += everything[at].masked.length + 1;
          at += 1;
        }
        if (rule.negation === "none" || !isNegated(whole.slice(start, match.index))) {
          return [finding(rule, everything[at], strip(match[0].split("\n")[0]), missing)];
        }
      }
      return [];
    }

    function find(pieces, kind = "", citations = []) {
      const titles = titlesIn(citations);
      const everything = [];
      for (const piece of pieces) {
        for (const paragraph of normal(piece.text).split("\n")) {
          const masked = withoutTitles(paragraph, titles);
          for (const text of sentences(paragraph)) {
            everything.push({ text, masked: withoutTitles(text, titles), paragraph: masked, piece });
          }
        }
      }
      const whole = everything.map((sentence) => sentence.masked).join("\n");
      const active = rules.filter((rule) => rule.reads(kind));
      return [
        ...everything.flatMap((sentence) => inSentence(sentence, active, whole)),
        ...active
          .filter((rule) => rule.kind === "page")
          .flatMap((rule) => onPage(rule, everything, whole)),
      ];
    }

    return { find, normal };
  }

  globalThis.clinicClaims = { guard };
})();
