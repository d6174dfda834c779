"""A new record's file: its id, and its text with the required keys and helpful comments."""

import re
from datetime import date

from pmkb.fields import Key
from pmkb.message import Message, say, told
from pmkb.record import Record
from pmkb.vocabulary import Vocabulary

MAX_ID = 48


def id_from_title(title: str) -> str:
    """An id made from a title: Chinese as pinyin, the rest in lower case, words joined by hyphens.

    Cut at a word's end where it would be longer than 48 characters; empty where the title holds
    neither letters nor digits.
    """
    from pypinyin import lazy_pinyin

    words = re.findall(r"[a-z0-9]+", " ".join(lazy_pinyin(title)).lower())
    made = ""
    for word in words:
        longer = f"{made}-{word}" if made else word[:MAX_ID]
        if len(longer) > MAX_ID:
            break
        made = longer
    return made


def text(
    kind: type[Record], title: str, vocabulary: Vocabulary, today: date, language: str = "en"
) -> str:
    """The text of a new record: required keys to fill in, optional ones as comments.

    The comments are in a language.
    """
    lines = ["---", f"{kind.title_key}: {_quoted(title)}"]
    own = kind.own_keys()
    for name, known in {**own, **kind.keys}.items():
        if name == kind.title_key or (name not in own and name not in ("owner", "summary")):
            continue
        lines.append(_line(name, known, vocabulary, today, language))
    return "\n".join([*lines, "---", "", ""])


def _line(name: str, known: Key, vocabulary: Vocabulary, today: date, language: str) -> str:
    about = told(known.doc, language).rstrip(".。")
    form = _choices(known, vocabulary) or told(_form(known), language)
    note = told(say("; ", "；"), language).join(filter(None, (about, form)))
    if not known.required:
        return f"# {name}:  # {note}" if note else f"# {name}:"
    value = _first(known, vocabulary, today)
    return f"{name}: {value}  # {note}" if value else f"{name}:  # {note}"


def _first(known: Key, vocabulary: Vocabulary, today: date) -> str:
    """A value to begin with, where one is as good as certain: the first state, or today."""
    if known.flow:
        return known.flow.names[0]
    if known.name in ("date", "opened", "start") and known.type_name == "date":
        return today.isoformat()
    return ""


def _choices(known: Key, vocabulary: Vocabulary) -> str:
    if known.flow:
        return " | ".join(known.flow.names)
    if known.vocabulary:
        return " | ".join(vocabulary.terms(known.vocabulary))
    return ""


def _form(known: Key) -> str:
    """How a value is written; a message where there are words in it."""
    if known.part is not None:
        keys = ", ".join(each.name for each in known.part.keys.values())
        one = f"{{{keys}}}"
        return say("a list of {one}", "列表，每项为 {one}", one=one) if known.many else one
    if known.to:
        kinds = Message(" or ".join(known.to), "、".join(known.to))
        if known.many:
            return say(
                "ids of {kinds} records, as a list", "列表，每项为 {kinds} 的编号", kinds=kinds
            )
        return say("id of a {kinds}", "{kinds} 的编号", kinds=kinds)
    forms = {"date": "YYYY-MM-DD", "money": "1200000 CNY", "duration": "90d", "url": "https://…"}
    one = forms.get(known.type.name, "") if known.type else ""
    if known.many:
        return f"[{one}]" if one else say("a list", "列表")
    return one


def _quoted(title: str) -> str:
    """A title as YAML takes it, in quotes where it needs them."""
    if re.fullmatch(r"[^\W\d][\w .()（）、，。+/-]*", title) and not title.endswith(" "):
        is_word = title.lower() in ("true", "false", "null")
        return f'"{title}"' if is_word else title
    return '"' + title.replace("\\", "\\\\").replace('"', '\\"') + '"'
