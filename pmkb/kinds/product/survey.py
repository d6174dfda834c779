"""Surveys: what users answered, for the Kano model and others."""

from pmkb.record import Label, Part, Record, key
from pmkb.values import Day, Reference, Text, Whole


class Counts(Part):
    """How many respondents fell into each Kano category for one requirement."""

    requirement: Reference = key("需求", "What was asked about.", to="requirement")
    A: Whole = key("魅力型", "Attractive.", default=0, minimum=0)
    O: Whole = key("期望型", "One-dimensional.", default=0, minimum=0)  # noqa: E741 - Kano's letter
    M: Whole = key("必备型", "Must-be.", default=0, minimum=0)
    I: Whole = key("无差异", "Indifferent.", default=0, minimum=0)  # noqa: E741 - Kano's letter
    R: Whole = key("反向", "Reverse.", default=0, minimum=0)
    Q: Whole = key("可疑", "Questionable.", default=0, minimum=0)


class Survey(Record):
    """A round of questions to users: how it was asked, when, of whom, and the answers.

    The product manager keeps it. The answers are a CSV file at `responses`, a row for each
    respondent and requirement, or counts by category in `counts`.

        ---
        title: 2026 上半年 Kano 调研
        method: kano
        start: 2026-03-01
        end: 2026-03-31
        segments: [industry]
        responses: surveys/kano-2026-h1.csv
        ---
    """

    folder = "surveys"
    label = Label("Survey", "需求调研")
    order = 200
    columns = ("method", "start", "end", "segments", "responses", "owner")
    begins = "start"
    ends = "end"

    method: Text = key("方法", "How it was asked.", vocabulary="survey-method")
    start: Day = key("开始日期", "The first day of the round.")
    end: Day | None = key("结束日期", "The last day.", default=None)
    segments: tuple[Text, ...] = key("分组", "Columns of the answers to group by.", default=())
    responses: Text | None = key(
        "答卷文件", "The CSV file of the answers, below the docs folder.", default=None
    )
    counts: tuple[Counts, ...] = key("计数", "Counts, where the answers are gone.", default=())
