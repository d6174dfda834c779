"""The reference as pages of Markdown, in a language: what the site's manual shows."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pmkb.diagnostic import Severity
from pmkb.message import Message, listed, say, sentences, told
from pmkb.record import Section
from pmkb.reference import (
    FOLDER,
    CodeEntry,
    FieldEntry,
    KindEntry,
    Kinds,
    TrackerEntry,
    ValueEntry,
    code_entries,
    kind_entry,
    term_entry,
    tracker_entries,
)
from pmkb.vocabulary import Vocabulary

if TYPE_CHECKING:
    import click


def pages(
    kinds: Kinds, words: Vocabulary, program: "click.Group", language: str = "en"
) -> Mapping[str, str]:
    """The whole reference as Markdown, by path below the docs folder: `docs/reference/…`.

    `kinds` and `words` are those of the compiled base, the team's own included (`kb.kinds` and
    `kb.vocabulary`); `program` is the command line, `pmkb.cli.main`. The pages are plain
    CommonMark with tables and link to each other by relative paths, so that they can be parsed
    and shown as any page of the docs folder is. A page that the team has written at the same
    path should come first.
    """
    manual = _Manual(language)
    entries = [kind_entry(kind, words) for kind in kinds.values()]
    made = {
        "index": manual.index(entries),
        "checklist": manual.checklist(tracker_entries(), kinds),
        "codes": manual.codes(code_entries(), entries),
        "commands": manual.commands(program),
        "computed": manual.computed(entries),
        "vocabulary": manual.vocabulary(words),
    }
    made |= {f"kinds/{each.name}": manual.kind(each) for each in entries}
    return {f"{FOLDER}/{name}.md": text for name, text in made.items()}


SECTIONS = {
    Section.DASHBOARD: say("Dashboard", "经营看板"),
    Section.PRODUCT: say("Product", "产品"),
    Section.SALES: say("Sales", "销售"),
    Section.ECOSYSTEM: say("Ecosystem", "生态"),
    Section.ACTIVITIES: say("Activities", "运营活动"),
    Section.FORMS: say("Forms", "商品形态"),
    Section.SUCCESS: say("Success", "成功标准"),
    Section.DIRECTORY: say("Directory", "联系人与链接"),
}
EVERY_KIND = say("Records of every kind", "各类记录通用")


@dataclass(frozen=True)
class _Manual:
    """What writes the pages in a language."""

    language: str

    def kind(self, kind: KindEntry) -> str:
        """The page of a kind."""
        other = kind.en if self.language == "zh" else kind.zh
        about = say(
            "**{other}** · kind `{name}` · file `{path}` · section {section}",
            "**{other}** · 类别 `{name}` · 文件 `{path}` · 板块：{section}",
            other=other,
            name=kind.name,
            path=kind.path,
            section=Message(kind.section, SECTIONS[Section(kind.section)].zh),
        )
        return self._page(
            Message(kind.en, kind.zh),
            about,
            kind.doc,
            say("## Example", "## 示例"),
            f"```yaml\n{kind.example}\n```",
            say("## Fields", "## 字段"),
            kind.days_told,
            *self._field_tables(kind.own),
            *self._state_table(kind.states),
            say("## Fields that every record has", "## 通用字段"),
            *self._field_tables(kind.common),
            *self._computed_table(kind),
            *self._code_table(kind.codes),
        )

    def index(self, kinds: Sequence[KindEntry]) -> str:
        """The page that leads to all others."""
        parts: list[str] = []
        for section in Section:
            found = [each for each in kinds if each.section == section]
            if found:
                parts += [f"## {self._told(SECTIONS[section])}", self._kinds(found)]
        return self._page(
            say("Reference", "参考"),
            say(
                "Made from the code and the schemas of this knowledge base, so it is always true. "
                "`pmkb explain` shows the same in a terminal.",
                "由代码和本知识库的定义自动生成，始终与实际一致。"
                "在终端里用 `pmkb explain` 也能查到。",
            ),
            say(
                "- [Codes](codes.md): everything that `pmkb check` can find\n"
                "- [Computed values](computed.md): what is computed from the records, and how\n"
                "- [Checklist](checklist.md): the things to keep in mind, and how each is told\n"
                "- [Vocabulary](vocabulary.md): the lists of terms\n"
                "- [Commands](commands.md): the command line",
                "- [代码](codes.md)：`pmkb check` 能发现的所有问题\n"
                "- [自动计算](computed.md)：由记录算出的值，以及计算口径\n"
                "- [检查单](checklist.md)：要随时掌握的事项，以及如何判断\n"
                "- [词表](vocabulary.md)：各个词表\n"
                "- [命令](commands.md)：命令行",
            ),
            *parts,
        )

    def _kinds(self, kinds: Iterable[KindEntry]) -> str:
        head = (say("Kind", "类别"), say("中文", "英文"), say("File", "文件"), WHAT_IT_IS)
        return self._table(
            head,
            (
                (
                    f"[{self._told(Message(each.en, each.zh))}](kinds/{each.name}.md)",
                    Message(each.zh, each.en),
                    f"`{each.path}`",
                    _first(each),
                )
                for each in kinds
            ),
        )

    def checklist(self, trackers: Sequence[TrackerEntry], kinds: Kinds) -> str:
        """The page of the lines of the checklist."""
        parts: list[str] = []
        for section in dict.fromkeys(each.section for each in trackers):
            found = [each for each in trackers if each.section == section]
            parts.append(f"## {self._told(SECTIONS[Section(section)])}")
            parts += [self._line(each, kinds) for each in found]
        return self._page(
            say("Checklist", "检查单"),
            say(
                "The things to keep in mind, each with a level (act, unknown, watch or good), a "
                "sentence, the records behind it, and the course of its number where there is a "
                "series of it. They stand on the home page, in `pmkb status`, and under `trackers` "
                "in what `pmkb export` writes.",
                "要随时掌握的事项。每项有级别（需处理、未知、需关注、正常）、一句话结论、背后的记录，"
                "有序列的还有走势。首页、`pmkb status`，以及 `pmkb export` 输出的 `trackers` 里"
                "都能看到。",
            ),
            *parts,
        )

    def _line(self, each: TrackerEntry, kinds: Kinds) -> str:
        links = ", ".join(f"[{name}](kinds/{name}.md)" for name in each.kinds if name in kinds)
        parts = (
            say(
                "### {n} {en}, {zh}",
                "### {n} {zh}（{en}）",
                n=each.number,
                en=each.en,
                zh=each.zh,
            ),
            say("`{name}`, from {links}", "`{name}`，来自 {links}", name=each.name, links=links),
            each.doc,
        )
        return "\n\n".join(map(self._told, parts))

    def codes(self, codes: Sequence[CodeEntry], kinds: Sequence[KindEntry]) -> str:
        """The page of all codes."""
        labels = {each.name: each.zh for each in kinds}
        groups = {
            say("Files, fields and references", "文件、字段与引用"): None,
            EVERY_KIND: "record",
        }
        for kind in sorted({each.kind for each in codes if each.kind} - {"record"}):
            named = Message(kind, labels.get(kind, kind))
            groups[say("Records of the kind {kind}", "{kind}", kind=named)] = kind
        parts: list[str] = []
        for title, kind_name in groups.items():
            parts.append(f"## {self._told(title)}")
            for each in codes:
                if each.kind == kind_name:
                    severity = self._told(Severity(each.severity).label)
                    parts.append(f"### {each.name}\n\n**{severity}** · {self._told(each.doc)}")
        return self._page(
            say("Codes", "代码"),
            say(
                "Everything that `pmkb check` can find, each with its severity: an **error** is "
                "certainly wrong, a **warning** needs a person to decide, an **info** is tidying. "
                "A code never changes its meaning.",
                "`pmkb check` 能发现的所有问题及其级别：**错误**肯定不对，**警告**需要人判断，"
                "**提示**是可以整理得更好。代码的含义永不改变。",
            ),
            *parts,
        )

    def computed(self, kinds: Sequence[KindEntry]) -> str:
        """The page of all computed values."""
        parts: list[str] = []
        for kind in kinds:
            if kind.computed:
                parts.append(f"## {self._told(Message(kind.en, kind.zh))}")
            for each in kind.computed:
                label = self._told(Message("", f"**{each.zh}** · "))
                parts.append(f"### {kind.name}.{each.name}\n\n{label}{self._told(each.doc)}")
        return self._page(
            COMPUTED,
            say(
                "What is computed from the records, as of a day. Nobody writes these values; they "
                "stand on the pages of the records, and under `computed` in what `pmkb export` "
                "writes.",
                "截至某一天由记录算出的值，不用手写。"
                "记录页面和 `pmkb export` 输出的 `computed` 里都能看到。",
            ),
            *parts,
        )

    def commands(self, program: "click.Group") -> str:
        """The page of the command line: what its own help tells, in the language."""
        import click  # Only this page needs it, and the compiler does without.

        above = click.Context(program, info_name="pmkb")
        parts = [program.help or ""]
        for name in program.list_commands(above):
            command = program.get_command(above, name)
            if command is not None:
                context = click.Context(command, above, info_name=name)
                usage = " ".join((f"pmkb {name}", *command.collect_usage_pieces(context)))
                parts += [f"## pmkb {name}", f"```text\n{usage}\n```", command.help or ""]
                parts.append(self._options(command, context))
        return self._page(say("Commands", "命令"), *parts)

    def _options(self, command: "click.Command", context: "click.Context") -> str:
        import click

        rows = [
            (self._named(each, context), self._about(each))
            for each in command.params
            if isinstance(each, click.Option)
        ]
        return self._table((say("Option", "选项"), MEANING), rows)

    def _named(self, option: "click.Option", context: "click.Context") -> str:
        """An option's names, and what stands for its value unless it has to be one of a few."""
        names = ", ".join(f"`{name}`" for name in option.opts)
        if option.is_flag or hasattr(option.type, "choices"):
            return names
        return f"{names} `{option.make_metavar(context)}`"

    def _about(self, option: "click.Option") -> str:
        parts: list[str] = [option.help or ""]
        if choices := getattr(option.type, "choices", ()):
            values = listed(f"`{each}`" for each in choices)
            parts.append(say("One of {values}.", "可选：{values}。", values=values))
        if option.show_default:
            parts.append(say("Default: `{value}`.", "默认 `{value}`。", value=option.default))
        return self._told(sentences(parts))

    def vocabulary(self, words: Vocabulary) -> str:
        """The page of all lists of terms."""
        parts: list[str] = []
        for name, terms in words.lists.items():
            parts += [f"## {name}", self._values(map(term_entry, terms.values()))]
        placeholders = ", ".join(f"`{word}`" for word in sorted(words.placeholders))
        return self._page(
            say("Vocabulary", "词表"),
            say(
                "The terms that fields allow, from `schemas/vocabulary.yml` and, where a list is "
                "not there, from those that come with pmkb.",
                "字段可用的词，取自 `schemas/vocabulary.yml`；其中没有的词表用 pmkb 自带的。",
            ),
            *parts,
            say("## Placeholders", "## 占位词"),
            say(
                "Words that count as not filled in, whatever their case: {words}.",
                "视为未填的词，不分大小写：{words}。",
                words=placeholders,
            ),
        )

    def _field_tables(self, fields: Sequence[FieldEntry]) -> Iterator[str]:
        """A table of fields, and below it one for each object among them."""
        if not fields:
            return
        in_chinese = self.language == "zh"
        head = (say("Key", "键"), say("Type", "类型"), say("Required", "必填"), MEANING)
        rows = map(self._field_row, fields)
        label = say("中文", "名称")
        if in_chinese:
            yield self._table((head[0], label, *head[1:]), ((r[0], r[4], *r[1:4]) for r in rows))
        else:
            yield self._table((*head, label), rows)
        for each in fields:
            if each.fields:
                yield self._told(say("Inside `{name}`:", "`{name}` 里面：", name=each.name))
                yield from self._field_tables(each.fields)

    def _field_row(self, field: FieldEntry) -> tuple[str, ...]:
        about = field.doc or Message(f"{field.en}.", f"{field.zh}。")
        meaning = self._told(sentences((about, *map(_sentence, field.limits))))
        key = field.name.rpartition(".")[2]
        needed = self._told(say("yes", "是")) if field.required else ""
        return f"`{key}`", self._type(field), needed, meaning, field.zh

    def _type(self, field: FieldEntry) -> str:
        """The type; that of terms with a link to their list."""
        named, (_, of, name) = self._told(field.type), field.type.rpartition("term of ")
        if not of or not field.values:
            return named
        before = self._told(Message(of, "词表 "))
        return named.replace(f"{before}{name}", f"{before}[{name}](../vocabulary.md#{name})")

    def _state_table(self, states: Sequence[ValueEntry]) -> Iterator[str]:
        if states:
            yield self._told(say("## States", "## 状态"))
            yield self._values(states)

    def _values(self, values: Iterable[ValueEntry]) -> str:
        rows = ((f"`{each.name}`", each.en, each.zh, each.note) for each in values)
        head = (say("Value", "取值"), say("English", "英文"), "中文", say("Means", "含义"))
        return self._table(head, rows)

    def _computed_table(self, kind: KindEntry) -> Iterator[str]:
        if kind.computed:
            yield f"## {self._told(COMPUTED)}"
            rows = ((f"`{each.name}`", each.en, each.zh, each.doc) for each in kind.computed)
            head = (say("Name", "键"), say("English", "英文"), "中文", say("How", "计算口径"))
            yield self._table(head, rows)

    def _code_table(self, codes: Sequence[CodeEntry]) -> Iterator[str]:
        if codes:
            yield self._told(say("## What is checked", "## 检查项"))
            yield self._table(
                (say("Code", "代码"), say("Severity", "级别"), say("What it finds", "发现什么")),
                (
                    (
                        f"[{each.name}](../codes.md#{each.name})",
                        Severity(each.severity).label,
                        _first(each),
                    )
                    for each in codes
                ),
            )
        link = "[records of every kind](../codes.md#records-of-every-kind)"
        yield self._told(
            Message(
                f"The rules for {link} apply too.",
                "另外还适用[各类记录通用](../codes.md#各类记录通用)的规则。",
            )
        )

    def _page(self, title: Message, *parts: str) -> str:
        texts = (self._told(each) for each in parts)
        return "\n\n".join((f"# {self._told(title)}", *filter(None, texts))) + "\n"

    def _table(self, head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
        lines = (head, ["---"] * len(head), *rows)
        return "\n".join(f"| {' | '.join(map(self._cell, line))} |" for line in lines)

    def _cell(self, text: str) -> str:
        return " ".join(self._told(text).split()).replace("|", "\\|")

    def _told(self, text: str) -> str:
        return told(text, self.language)


WHAT_IT_IS = say("What it is", "是什么")
MEANING = say("What it means", "含义")
COMPUTED = say("Computed values", "自动计算")


def _sentence(limit: Message) -> Message:
    en, zh = (
        f"{text[0].upper()}{text[1:]}{'。' if text[-1:] > 'z' else '.'}"
        for text in (limit, limit.zh)
    )
    return Message(en, zh)


def _first(entry: KindEntry | CodeEntry) -> Message:
    return Message(entry.doc.partition("\n\n")[0], entry.doc.zh.partition("\n\n")[0])
