"""The reference as pages: the same things in both languages."""

import re
from collections.abc import Mapping

import click
import pytest

from pmkb.cli import main
from pmkb.kinds import BUILT_IN
from pmkb.manual import pages
from pmkb.reference import FOLDER, code_entries, kind_entry, paths
from pmkb.vocabulary import default

HAN = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture(scope="module", params=["en", "zh"])
def manual(request: pytest.FixtureRequest) -> tuple[str, Mapping[str, str]]:
    return request.param, pages(BUILT_IN, default(), main, request.param)


def test_every_promised_page_is_there(manual: tuple[str, Mapping[str, str]]) -> None:
    assert manual[1].keys() == set(paths(BUILT_IN))


def test_titles_and_headings_are_in_the_language(manual: tuple[str, Mapping[str, str]]) -> None:
    language, made = manual
    named = re.compile(
        r"#+ (pmkb .*|[a-z0-9-]+|[a-z-]+\.[a-z_]+)"
    )  # commands, codes, lists, values
    for path, text in made.items():
        for line in text.split("```")[::2]:
            for heading in re.findall(r"^#+ .+$", line, re.MULTILINE):
                if not named.fullmatch(heading) and not re.match(r"### \d+ ", heading):
                    assert bool(HAN.search(heading)) == (language == "zh"), f"{path}: {heading}"


def test_a_field_has_label_type_and_limits_in_the_language() -> None:
    page = f"{FOLDER}/kinds/opportunity.md"
    chinese = pages(BUILT_IN, default(), main, "zh")[page]
    english = pages(BUILT_IN, default(), main, "en")[page]
    assert chinese.startswith("# 商机\n\n**Opportunity** · 类别 `opportunity` ·")
    assert "| `customer` | 客户 | 引用 customer | 是 |" in chinese
    assert "| `customer` | reference to customer | yes |" in english


@pytest.mark.parametrize("name", BUILT_IN)
def test_meanings_are_said_in_both_languages(name: str) -> None:
    entry = kind_entry(BUILT_IN[name], default())
    fields = (*entry.own, *(deep for each in entry.own for deep in each.fields), *entry.common)
    told = {"": entry.doc} | {
        each.name: each.doc for each in (*fields, *entry.computed) if each.doc
    }
    assert [key for key, doc in told.items() if doc == doc.zh or not HAN.search(doc.zh)] == []
    assert len(told) > len(entry.own)


def test_codes_are_told_in_both_languages() -> None:
    told = {each.name: each.doc for each in code_entries()}
    assert [code for code, doc in told.items() if doc == doc.zh or not HAN.search(doc.zh)] == []
    assert len(told) > 150
    # What is written as code is the same, whatever the language.
    code = re.compile(r"`([a-z_]+:?)`")
    differing = {
        name: told_only
        for name, doc in told.items()
        if (told_only := set(code.findall(doc)) ^ set(code.findall(doc.zh)))
    }
    assert differing == {}


def test_commands_and_their_options_are_told_in_both_languages() -> None:
    context = click.Context(main)
    commands = {name: main.get_command(context, name) for name in main.list_commands(context)}
    told = {"": main.help}
    for name, command in commands.items():
        assert command is not None
        options = (each for each in command.params if isinstance(each, click.Option))
        told |= {name: command.help} | {f"{name} {each.opts[-1]}": each.help for each in options}
    assert [name for name, text in told.items() if not HAN.search(getattr(text, "zh", ""))] == []
    assert [name for name, text in told.items() if "---" in (text or "---")] == []
    assert len(told) > 3 * len(commands)


def test_the_page_of_commands_tells_of_options_in_the_language(
    manual: tuple[str, Mapping[str, str]],
) -> None:
    language, made = manual
    page = made[f"{FOLDER}/commands.md"]
    told = {
        "en": "| `--format` | What to write it as. One of `text`, `json`. Default: `text`. |",
        "zh": "| `--format` | 输出格式。可选：`text`、`json`。默认 `text`。 |",
    }
    assert told[language] in page
    assert "| `-d`, `--site-dir` `PATH` |" in page
    assert "\n```text\npmkb new [OPTIONS] KIND TITLE\n```\n" in page


def test_links_to_the_rules_of_every_kind_lead_to_their_heading(
    manual: tuple[str, Mapping[str, str]],
) -> None:
    _, made = manual
    texts = "\n".join(made.values())
    (anchor,) = set(re.findall(r"codes\.md#([^)a-z]\S*?|records-of-every-kind)\)", texts))
    heading = anchor.replace("-", " ")
    assert re.search(f"^## {heading}$", made[f"{FOLDER}/codes.md"], re.MULTILINE | re.IGNORECASE)
