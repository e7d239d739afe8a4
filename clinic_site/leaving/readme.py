"""What an export says about itself to somebody who has never seen this site."""

TEXT = """# Everything this website says, as plain files

This folder was written by the command `export_site` of a clinic's website. It holds
every page with its words, pictures and addresses, so that they can be read, kept and
moved to any other system. Nothing here needs that website: open `pages/page.html` in
a browser and follow the links.

It holds nothing of what patients wrote, no passwords, and no mail addresses of staff.
It does hold drafts that nobody has published yet: keep it as you keep those.

| file | what |
|---|---|
| `manifest.json` | every file with its size and SHA-256, when the export was made |
| `site.json` | the site's name and address, the tree of pages, the menus |
| `pages/.../page.html` | the page as plain HTML, without any design |
| `pages/.../page.md` | the same as Markdown; above it title, address, dates, topics |
| `pages/.../draft.html`, `draft.md` | a newer text that readers have not seen |
| `pages/.../page.json` | the page without any loss: what `import_site` reads |
| `pictures/`, `pictures.json` | pictures as uploaded; what each shows, whose it is |
| `documents/`, `documents.json` | documents such as PDF files |
| `collections.json` | the parts of the library, and whom they are kept for |
| `snippets/` | references, topics, glossary, prices, crisis words |
| `settings/` | the clinic's record, the request form, its questions and wordings |
| `redirects.json` | old addresses and where each leads |
| `taken-down.json` | addresses whose page was taken down, and what they answer |

The folders below `pages/` are the pages' addresses: `/articles/sleep/` lies in
`pages/articles/sleep/`. The home page lies in `pages/` itself.

## The JSON files

All are UTF-8. A page's `key` never changes, wherever the page goes. `text` is what
readers see, or saw last, or the first draft; `draft` is a newer text or `null`.
`state` is `live`, `draft` or `taken down`. Where a text points at something, it says
`{"page": key}`, `{"picture": key}`, `{"document": key}`, `{"reference": key}`,
`{"topic": slug}` or `{"price": name}`; in running text a link is
`<a linktype="page" key="...">`. The key of a picture or document is the SHA-256 of its
file; where one file was uploaded twice, the second key ends in `-2`.

A `body` is a list of blocks, each with a `type`, a `value` and an `id`. Headings,
paragraphs (HTML), pictures, tables, questions and the like: the types name themselves.
`[1]` in a text is the first of the page's `sources`.

`information` says who agreed on a text and when. It is there to be read: a site that
takes this export in asks its own people again.

## Bringing it back

On a site of the same kind: `python manage.py import_site FOLDER --dry-run`, then
without `--dry-run`. Change nothing in here before: every file is compared with its
sum. Elsewhere: most systems take the Markdown files or the HTML files as they are.
"""
