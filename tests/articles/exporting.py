"""Writes exports as WordPress writes them, in words made up for the tests."""

from html import escape
from pathlib import Path

HEAD = """<?xml version="1.0" encoding="UTF-8" ?>
<!-- generator="WordPress/6.5" created="2026-03-02 09:00" -->
<rss version="2.0"
 xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:wfw="http://wellformedweb.org/CommentAPI/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:wp="http://wordpress.org/export/1.2/">
<channel>
<title>Harbor Street Clinic</title>
<link>{site}</link>
<description>Notes from the front desk</description>
<pubDate>Mon, 02 Mar 2026 09:00:00 +0000</pubDate>
<language>en-US</language>
<wp:wxr_version>1.2</wp:wxr_version>
<wp:base_site_url>{site}</wp:base_site_url>
<wp:base_blog_url>{site}</wp:base_blog_url>
"""
TAIL = "</channel>\n</rss>\n"
SITE = "https://harbor.example"
ZEROS = "0000-00-00 00:00:00"
NAMES = {
    "category": ("category", "category_nicename", "cat_name", "category"),
    "post_tag": ("tag", "tag_slug", "tag_name", "tag"),
}


def cdata(text: str) -> str:
    """Wrap text as WordPress does."""
    return "<![CDATA[" + str(text).replace("]]>", "]]]]><![CDATA[>") + "]]>"


def author(login="maren", name="Maren Holt", first="", last="", number=3) -> str:
    """Return an author, whose mail address nobody may keep."""
    return (
        f"<wp:author><wp:author_id>{number}</wp:author_id>"
        f"<wp:author_login>{cdata(login)}</wp:author_login>"
        f"<wp:author_email>{cdata('canary-mail@harbor.example')}</wp:author_email>"
        f"<wp:author_display_name>{cdata(name)}</wp:author_display_name>"
        f"<wp:author_first_name>{cdata(first)}</wp:author_first_name>"
        f"<wp:author_last_name>{cdata(last)}</wp:author_last_name></wp:author>\n"
    )


def term(slug, name, taxonomy="category", parent="", description="", number=2) -> str:
    """Return a category, a tag or a term of another taxonomy."""
    if taxonomy not in NAMES:
        return (
            f"<wp:term><wp:term_id>{number}</wp:term_id>"
            f"<wp:term_taxonomy>{cdata(taxonomy)}</wp:term_taxonomy>"
            f"<wp:term_slug>{cdata(slug)}</wp:term_slug>"
            f"<wp:term_parent>{cdata(parent)}</wp:term_parent>"
            f"<wp:term_name>{cdata(name)}</wp:term_name>"
            f"<wp:term_description>{cdata(description)}</wp:term_description>"
            "</wp:term>\n"
        )
    tag, slug_tag, name_tag, prefix = NAMES[taxonomy]
    above = "" if tag == "tag" else f"<wp:category_parent>{cdata(parent)}"
    above += "</wp:category_parent>" if above else ""
    return (
        f"<wp:{tag}><wp:term_id>{number}</wp:term_id>"
        f"<wp:{slug_tag}>{cdata(slug)}</wp:{slug_tag}>{above}"
        f"<wp:{name_tag}>{cdata(name)}</wp:{name_tag}>"
        f"<wp:{prefix}_description>{cdata(description)}</wp:{prefix}_description>"
        f"</wp:{tag}>\n"
    )


def item(
    number: int,
    title="A note",
    content="<p>Some words.</p>",
    *,
    kind="post",
    status="publish",
    slug=None,
    link=None,
    author="maren",
    excerpt="",
    gmt="2025-04-17 13:30:00",
    pub_date="Thu, 17 Apr 2025 13:30:00 +0000",
    local="2025-04-17 09:30:00",
    modified="2025-05-01 10:00:00",
    parent=0,
    order=0,
    password="",
    sticky=False,
    file_url="",
    uses=(),
    meta=(),
    comments=0,
) -> str:
    """Return a post, page, attachment or menu entry.

    `uses` holds (taxonomy, slug, name), `meta` (key, value).
    """
    slug = f"note-{number}" if slug is None else slug
    link = f"{SITE}/{slug}/" if link is None else link
    parts = [
        f"<title>{cdata(title)}</title><link>{escape(link)}</link>",
        f"<pubDate>{pub_date}</pubDate><dc:creator>{cdata(author)}</dc:creator>",
        f'<guid isPermaLink="false">{SITE}/?p={number}</guid><description/>',
        f"<content:encoded>{cdata(content)}</content:encoded>",
        f"<excerpt:encoded>{cdata(excerpt)}</excerpt:encoded>",
        f"<wp:post_id>{number}</wp:post_id>",
        f"<wp:post_date>{cdata(local)}</wp:post_date>",
        f"<wp:post_date_gmt>{cdata(gmt)}</wp:post_date_gmt>",
        f"<wp:post_modified_gmt>{cdata(modified)}</wp:post_modified_gmt>",
        f"<wp:post_name>{cdata(slug)}</wp:post_name>",
        f"<wp:status>{cdata(status)}</wp:status>",
        f"<wp:post_parent>{parent}</wp:post_parent>",
        f"<wp:menu_order>{order}</wp:menu_order>",
        f"<wp:post_type>{cdata(kind)}</wp:post_type>",
        f"<wp:post_password>{cdata(password)}</wp:post_password>",
        f"<wp:is_sticky>{int(sticky)}</wp:is_sticky>",
        f"<wp:attachment_url>{cdata(file_url)}</wp:attachment_url>" if file_url else "",
        *(
            f'<category domain="{taxonomy}" nicename="{nicename}">{cdata(name)}'
            "</category>"
            for taxonomy, nicename, name in uses
        ),
        *(
            f"<wp:postmeta><wp:meta_key>{cdata(key)}</wp:meta_key>"
            f"<wp:meta_value>{cdata(value)}</wp:meta_value></wp:postmeta>"
            for key, value in meta
        ),
        *(
            f"<wp:comment><wp:comment_id>{place}</wp:comment_id>"
            f"<wp:comment_author>{cdata('A neighbor')}</wp:comment_author>"
            f"<wp:comment_content>{cdata('canary-comment, thanks')}"
            "</wp:comment_content><wp:commentmeta><wp:meta_key>a</wp:meta_key>"
            "<wp:meta_value>b</wp:meta_value></wp:commentmeta></wp:comment>"
            for place in range(comments)
        ),
    ]
    return "<item>" + "\n".join(parts) + "</item>\n"


def attachment(number: int, file: str, *, alt="", title="", caption="", **more) -> str:
    """Return a file of the media library; `file` lies below the uploads."""
    url = f"{SITE}/wp-content/uploads/{file}"
    meta = [("_wp_attached_file", file)]
    if alt:
        meta.append(("_wp_attachment_image_alt", alt))
    return item(
        number,
        title or file,
        "",
        kind="attachment",
        status="inherit",
        file_url=url,
        excerpt=caption,
        meta=[*meta, *more.pop("meta", ())],
        **more,
    )


def export(*parts: str, head: str = HEAD, site=SITE) -> str:
    """Return a whole export of authors, terms and items, in WordPress's order."""
    return head.format(site=site) + "".join(parts) + TAIL


def written(path: Path, *parts: str, **options) -> Path:
    """Write an export to a file (in a folder, named export.xml) and return it."""
    if path.is_dir():
        path /= "export.xml"
    path.write_text(export(*parts, **options), encoding="utf-8")
    return path
