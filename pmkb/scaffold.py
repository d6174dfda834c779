"""A new record's file: its id, and its text with the required keys and helpful comments."""

import re
from datetime import date

from pmkb.fields import Key
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


def text(kind: type[Record], title: str, vocabulary: Vocabulary, today: date) -> str:
    """The text of a new record: required keys to fill in, optional ones as comments."""
    lines = ["---", f"{kind.title_key}: {_quoted(title)}"]
    own = kind.own_keys()
    for name, known in {**own, **kind.keys}.items():
        if name == kind.title_key or (name not in own and name not in ("owner", "summary")):
            continue
        lines.append(_line(name, known, vocabulary, today))
    return "\n".join([*lines, "---", "", ""])


def _line(name: str, known: Key, vocabulary: Vocabulary, today: date) -> str:
    about = known.doc.rstrip(".")
    choices = _choices(known, vocabulary)
    note = "; ".join(filter(None, (about, choices or _form(known))))
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
    if known.part is not None:
        keys = ", ".join(each.name for each in known.part.keys.values())
        return f"a list of {{{keys}}}" if known.many else f"{{{keys}}}"
    if known.to:
        kinds = " or ".join(known.to)
        return f"ids of {kinds} records, as a list" if known.many else f"id of a {kinds}"
    forms = {"date": "YYYY-MM-DD", "money": "1200000 CNY", "duration": "90d", "url": "https://…"}
    one = forms.get(known.type.name, "") if known.type else ""
    return f"[{one}]" if known.many and one else one or ("a list" if known.many else "")


def _quoted(title: str) -> str:
    """A title as YAML takes it, in quotes where it needs them."""
    if re.fullmatch(r"[^\W\d][\w .()（）、，。+/-]*", title) and not title.endswith(" "):
        is_word = title.lower() in ("true", "false", "null")
        return f'"{title}"' if is_word else title
    return '"' + title.replace("\\", "\\\\").replace('"', '\\"') + '"'
