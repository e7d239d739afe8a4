// What html-validate asks of every page as it was sent; each rule left out has its reason.
export default {
  root: true,
  extends: ["html-validate:recommended", "html-validate:a11y"],
  rules: {
    // Ours is lowercase, Django's admin says it in capitals; HTML takes both.
    "doctype-style": "off",
    // Django's templates leave white space where a tag stood; compression squeezes it.
    "no-trailing-whitespace": "off",
    // Django closes its inputs as XHTML did, which HTML allows.
    "void-style": "off",
    // A number with U+2011 in it cannot be copied into a dialer; CSS keeps it on one line.
    "tel-non-breaking": "off",
    // Both ways at once: speech input finds the field by `for`, a thumb the whole label.
    "no-redundant-for": "off",
    // One name for several boxes is how a form sends a list.
    "form-dup-name": ["error", { shared: ["radio", "checkbox", "submit"] }],
    // The form for a key sends itself once the key has answered; journeys press all others.
    "wcag/h32": "off",
    // A title is its editor's; the CMS counts its letters while it is written.
    "long-title": "off",
  },
};
