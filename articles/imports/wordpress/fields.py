"""Which elements and fields of an export are kept, and under which name."""

import re

WP = "{http://wordpress.org/export/1.2/}"
ANY_VERSION = re.compile(r"\{http://wordpress\.org/export/[\d.]+/\}wxr_version$")

# Of the site.
OF_SITE = {
    "title": "title",
    "link": "url",
    "description": "description",
    "language": "language",
    f"{WP}base_site_url": "base_site_url",
    f"{WP}base_blog_url": "base_blog_url",
}
# Of a term; each kind of it has an element of its own, with names of its own.
OF_TERM = {
    f"{WP}category": {
        "term_id": "number",
        "category_nicename": "slug",
        "category_parent": "parent",
        "cat_name": "name",
        "category_description": "description",
    },
    f"{WP}tag": {
        "term_id": "number",
        "tag_slug": "slug",
        "tag_name": "name",
        "tag_description": "description",
    },
    f"{WP}term": {
        "term_id": "number",
        "term_taxonomy": "taxonomy",
        "term_slug": "slug",
        "term_parent": "parent",
        "term_name": "name",
        "term_description": "description",
    },
}
# Of an author: never the mail address.
OF_AUTHOR = {
    "author_login": "login",
    "author_display_name": "name",
    "author_first_name": "first",
    "author_last_name": "last",
}
# Of an item.
OF_ITEM = {
    "title": "title",
    "link": "link",
    "guid": "guid",
    "pubDate": "published",
    "{http://purl.org/dc/elements/1.1/}creator": "author",
    "{http://purl.org/rss/1.0/modules/content/}encoded": "content",
    "{http://wordpress.org/export/1.2/excerpt/}encoded": "excerpt",
    f"{WP}post_id": "id",
    f"{WP}post_date": "published_local",
    f"{WP}post_date_gmt": "published_gmt",
    f"{WP}post_modified_gmt": "modified_gmt",
    f"{WP}post_name": "slug",
    f"{WP}status": "status",
    f"{WP}post_parent": "parent",
    f"{WP}menu_order": "menu_order",
    f"{WP}post_type": "type",
    f"{WP}post_password": "password",
    f"{WP}is_sticky": "sticky",
    f"{WP}attachment_url": "file_url",
}
# Of the fields that WordPress and its plugins add to an item.
META = frozenset(
    {
        "_thumbnail_id",
        "_wp_attached_file",
        "_wp_attachment_image_alt",
        "footnotes",
        "_yoast_wpseo_title",
        "_yoast_wpseo_metadesc",
        "rank_math_title",
        "rank_math_description",
        "_menu_item_type",
        "_menu_item_menu_item_parent",
        "_menu_item_object",
        "_menu_item_object_id",
        "_menu_item_url",
    }
)
OLD_SLUG = "_wp_old_slug"
BUILDERS = {
    "_elementor_data": "Elementor",
    "_elementor_edit_mode": "Elementor",
    "_fl_builder_data": "Beaver Builder",
    "_fl_builder_enabled": "Beaver Builder",
    "_et_pb_use_builder": "Divi",
    "_wpb_vc_js_status": "WPBakery",
    "ct_builder_shortcodes": "Oxygen",
    "_bricks_page_content_2": "Bricks",
    "brizy_post_uid": "Brizy",
    "panels_data": "SiteOrigin",
    "fusion_builder_status": "Avada",
}


def known_name(tag: str) -> str:
    """Return an element's name as the tables above have it.

    An export in which somebody moved all addresses to https has the names of the
    format that way, too; WordPress reads it, as it looks at the prefixes alone.
    """
    return "{http" + tag.removeprefix("{https") if tag.startswith("{https:") else tag
