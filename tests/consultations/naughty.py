"""Texts that break programs, made by small rules; `bytes` are no valid text."""

import itertools

PLACES = ("{}", "{} after", "before {}", "be{}tween")

CONTROLS = [chr(n) for n in [*range(9), 11, 12, *range(14, 32), 127, 0x80, 0x85, 0x9F]]
UNSEEN = "\u00a0\u00ad\u034f\u061c\u115f\u17b4\u180e\u200b\u200c\u200d\u2028\u2029"
UNSEEN += "\u2060\u2061\u206f\u3000\u3164\ufe0f\ufeff\ufff9\ufffc\ufffd\uffff\ufdd0"
UNSEEN += "\U000e0001\U000e0041\U000f0000\U0010ffff"
DIRECTIONS = "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"

EMOJI = [
    "\U0001f600",
    "\U0001f44d\U0001f3fe",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466",
    "\U0001f3f3\ufe0f\u200d\U0001f308",
    "\U0001f1fa\U0001f1f8",
    "1\ufe0f\u20e3",
    "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
    "\u2764\ufe0f",
    "\U0001f9d1\U0001f3fb\u200d\U0001f91d\u200d\U0001f9d1\U0001f3ff",
]

SCRIPTS = [
    "Привіт, мене звати Оксана",
    "你好，我想预约咨询",
    "予約をお願いします",
    "상담을 신청하고 싶어요",
    "أرغب في استشارة",
    "אני רוצה ייעוץ",
    "मुझे परामर्श चाहिए",
    "ฉันต้องการคำปรึกษา",
    "ትንሽ ምክር እፈልጋለሁ",
    "ကျွန်တော် ဆွေးနွေးချင်တယ်",
    "Θα ήθελα ραντεβού",
    "ᏣᎳᎩ ᎦᏬᏂᎯᏍᏗ",
    "ʻOkina a me kahakō",
    "Nguyễn Thị Hồng Đào",
    "İstanbul ve ılık",
    "ﷺ ﷽",
    "ß ſ ŉ ǆ ﬃ ﬁ",
    "𝕱𝖗𝖆𝖐𝖙𝖚𝖗 𝓈𝒸𝓇𝒾𝓅𝓉",
    "ｆｕｌｌ ｗｉｄｔｈ １２３",
    "𐌰𐌱𐌲 𓀀𓀁 𒀀𒀁",
]

FALSE_FRIENDS = "null NULL None nil undefined NaN nan Infinity -Infinity true false"
FALSE_FRIENDS += " True False on off yes no 0 -0 -1 00 0.0 1e1 [] {} () ; -- \\ / . .."

NUMBERS = [
    *[
        str(sign * (2**power + less))
        for power in (31, 32, 53, 63, 64, 128)
        for sign in (1, -1)
        for less in (-1, 0)
    ],
    "9" * 5000,
    "1e308",
    "1e999999999",
    "0x1F",
    "0b11",
    "1_000",
    "１２３",
    "٣٤٥",
    "²³",
    "1,5",
    "½",
    "Ⅷ",
    "1.7976931348623157e+309",
    "-" * 40 + "1",
]

_QUOTES = ("'", '"', "`", "\\'", "')", '")', "%27", "\u2019")
_SQL = (
    " OR 1=1 --",
    "; DROP TABLE consultations_consultationrequest; --",
    " UNION SELECT name FROM clinic_user --",
    " AND (SELECT pg_sleep(5)) IS NULL --",
    "||(SELECT sqlite_version())||",
)
SQL = [f"{quote}{rest}" for quote in _QUOTES for rest in _SQL]

_COMMANDS = ("id", "cat /etc/passwd", "sleep 5")
_SHELLS = ("; {}", "| {}", "& {}", "&& {}", "$({})", "`{}`", "\n{}\n", "> {}", "%0a{}")
SHELL = [shell.format(command) for shell in _SHELLS for command in _COMMANDS]

_SUMS = ("7*7", "settings.SECRET_KEY", "request.user.password", "''.__class__.__mro__")
_BRACES = ("{{%s}}", "{%% debug %%}{{%s}}", "${%s}", "#{%s}", "<%%= %s %%>", "{%s}")
TEMPLATES = [brace % inside for brace in _BRACES for inside in _SUMS]
TEMPLATES += ["{% include 'base.html' %}", "{% load x %}", "{#", "{%", "{{", "}}"]

_SCRIPT = "alert(1)"
MARKUP = [
    form.format(_SCRIPT)
    for form in (
        "<script>{}</script>",
        "</textarea><script>{}</script>",
        "</title><script>{}</script>",
        '"><img src=x onerror={}>',
        "'><svg onload={}>",
        "javascript:{}",
        "<a href='java\tscript:{}'>go</a>",
        "<iframe srcdoc='<script>{}</script>'>",
        "<style>*{{background:url(javascript:{})}}</style>",
        "<!--{}-->",
        "<![CDATA[{}]]>",
        "&lt;script&gt;{}&lt;/script&gt;",
        "<math><mtext></form><form><mglyph><style>{}",
        "<details open ontoggle={}>",
        "]]>{}",
    )
]
MARKUP += ["&amp;", "&#0;", "&#x202e;", "&unknown;", "&", "<", ">", "<>", "</", "<?php"]
MARKUP += [
    '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>'
]

FORMATS = [
    f"{'%' + kind}" * times
    for kind in ("s", "d", "n", "x", "(name)s", "1$s", "%", "99999d")
    for times in (1, 8)
]
FORMATS += [
    "{0}",
    "{}",
    "{name}",
    "{0.__class__}",
    "{:>99999}",
    "{!r}",
    "$name",
    "${x}",
]

_DEPTHS = ("../", "..\\", "%2e%2e%2f", "....//", "..%c0%af")
_FILES = ("etc/passwd", "var/keys.json", "db.sqlite3")
PATHS = [depth * 6 + file for depth in _DEPTHS for file in _FILES]
PATHS += ["/dev/null", "C:\\CON", "file:///etc/passwd", "~root", "\\\\host\\share"]

LINES = [
    f"Jordan{end}{rest}"
    for end in ("\r\n", "\n", "\r", "%0d%0a", "\u2028", "\x0b", "\x85")
    for rest in ("Bcc: all@example.com", "Set-Cookie: a=b", "\r\n.\r\nQUIT", "")
]

ZALGO = [
    "".join(c + "\u0337\u0321\u0353\u0301" * depth for c in "Help")
    for depth in (1, 5, 60)
]

LONG = [
    "w" * 201,
    "w" * 10_000,
    "\U0001f600" * 3000,
    "a\u0301" * 4000,
    "word " * 20_000,
    "\n" * 20_000,
    "\t \t" * 5000,
    "w" * 1_000_000,
    "(" * 3000 + ")" * 3000,
    "a@" * 500 + "example.com",
    "1" * 100_000,
]

SHEETS = ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=cmd|' /C calc'!A0", "=HYPERLINK(1)"]

ADDRESSES = [
    "a@b",
    "a@@example.com",
    '"a b"@example.com',
    "a@[127.0.0.1]",
    "a@example.com\nBcc: b@example.com",
    "a@example.com,b@example.com",
    "<a@example.com>",
    "a@xn--80ak6aa92e.com",
    "ä@bücher.example",
    ".a@example.com",
    f"{'a' * 64}@{'b' * 63}.example",
    "a@example.com\x00",
    "a+b@example.com",
]
PHONES = [
    "+",
    "++1",
    "tel:+17035550142",
    "+1 (703) 555-0142;ext=1",
    "911",
    "0",
    "00",
    "１(703)５５５０１４２",
    "+999999999999999999",
    "703-555-0142 x" + "9" * 40,
    "1-800-FLOWERS",
    "٧٠٣٥٥٥٠١٤٢",
    "+1703555014\u202e2",
    "(((((",
]

SURROGATES = [
    b"\xed\xa0\x80",
    b"\xed\xbf\xbf",
    b"a\xed\xa0\xbd\xed\xb8\x80z",
]
OVERLONG = [
    b"\xc0\x80",
    b"\xc0\xaf..\xc0\xaf",
    b"\xe0\x80\xaf",
    b"\xf0\x80\x80\xaf",
    b"\xf8\x88\x80\x80\x80",
    b"\xfc\x84\x80\x80\x80\x80",
]
BROKEN = [
    *[bytes([n]) for n in (0x80, 0xBF, 0xC2, 0xE2, 0xF0, 0xF5, 0xFE, 0xFF)],
    b"\xf4\x90\x80\x80",
    b"\xe2\x82",
    b"\xff\xfeJ\x00o\x00",
    b"\x00\x00\xfe\xff",
    b"\xef\xbb\xbfJordan",
    "Günther".encode("latin-1"),
    "日本".encode("shift-jis"),
    b"+ADw-script+AD4-",
    bytes(range(256)),
]

KINDS: dict[str, list] = {
    "controls": [
        place.format(c) for c, place in itertools.product(CONTROLS, PLACES[2:])
    ],
    "unseen": [place.format(c) for c in UNSEEN for place in ("{}", "be{}tween")],
    "directions": [place.format(c) for c in DIRECTIONS for place in PLACES[1:3]],
    "emoji": [*EMOJI, *(f"Jo{e}rdan" for e in EMOJI), "".join(EMOJI) * 20],
    "scripts": SCRIPTS,
    "zalgo": ZALGO,
    "false friends": FALSE_FRIENDS.split(),
    "numbers": NUMBERS,
    "sql": SQL,
    "shell": SHELL,
    "templates": TEMPLATES,
    "markup": MARKUP,
    "formats": FORMATS,
    "paths": PATHS,
    "lines": LINES,
    "sheets": SHEETS,
    "addresses": ADDRESSES,
    "phones": PHONES,
    "long": LONG,
    "surrogates": SURROGATES,
    "overlong": OVERLONG,
    "broken": BROKEN,
}
EVERYTHING = [text for texts in KINDS.values() for text in texts]
