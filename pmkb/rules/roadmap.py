"""Rules for roadmap items and releases."""

from collections.abc import Iterator

from pmkb.diagnostic import Severity
from pmkb.flow import Phase
from pmkb.graph import KnowledgeBase
from pmkb.kinds.product.release import Release
from pmkb.kinds.product.roadmap import Roadmap
from pmkb.message import listed, say
from pmkb.rules import words
from pmkb.rules.rule import Finding, rule


@rule(Roadmap, Severity.WARNING)
def complete_but_not_shipped(item: Roadmap, kb: KnowledgeBase) -> Iterator[Finding]:
    """An item is 100 % done, but its status is still open.

    Sales keep promising for the future what customers could have today.

        === roadmap/slow-sql.md
        ---
        title: 慢 SQL 归因
        status: in-progress
        due: 2026-07-31
        progress: 100
        ---

    To mend it: set the status to `shipped`, and `shipped` to the day. If something is left, correct
    `progress`, or add the task.
    ---
    条目完成度已是 100%，状态却还没改。

    客户今天就能用上的东西，销售还在当成未来的承诺去讲。

    怎么办：把状态改为 `shipped`，`shipped` 写交付日期。还有没做完的，更正 `progress`，或者补上
    待办。
    """
    if item.is_open and item.completion(kb) == 1:
        at = "progress" if item.progress is not None else "status"
        message = say(
            "100 % done, but the status is {status!r}",
            "已 100% 完成，但状态仍为“{status}”",
            status=words.status(item),
        )
        hint = say(
            "set the status to shipped, and `shipped` to the day",
            "把状态改为 shipped，并在 `shipped` 填交付日期",
        )
        yield Finding(at, message, hint)


@rule(Roadmap, Severity.WARNING)
def shipped_but_incomplete(item: Roadmap, kb: KnowledgeBase) -> Iterator[Finding]:
    """An item is shipped, but its progress says that work is left.

    Customers count on all of it.

        === roadmap/slow-sql.md
        ---
        title: 慢 SQL 归因
        status: shipped
        shipped: 2026-06-12
        progress: 80
        ---

    To mend it: set `progress` to 100 or take it out; or move what is left to an item of its own.
    ---
    条目已交付，进度却说还有没做完的。

    客户会以为全都有了。

    怎么办：把 `progress` 改为 100 或者去掉；没做完的，另建一个条目。
    """
    if item.phase is Phase.DONE and item.progress is not None and item.progress < 100:
        message = say(
            "shipped, but `progress` is {progress:g}",
            "已交付，但进度 `progress` 只有 {progress:g}",
            progress=item.progress,
        )
        hint = say(
            "set it to 100, or move what is left to a new item", "改为 100，或把剩余工作另立一项"
        )
        yield Finding("progress", message, hint)


@rule(Roadmap, Severity.WARNING)
def roadmap_without_goal(item: Roadmap, kb: KnowledgeBase) -> Iterator[Finding]:
    """Planned work serves no goal.

    Either a goal is missing, or the work should not be done.

        === roadmap/slow-sql.md
        ---
        title: 慢 SQL 归因
        status: planned
        owner: li-na
        ---

        === contacts/li-na.md
        ---
        title: 李娜
        role: 内核研发负责人
        team: rd
        ---

    To mend it: add `goal:` with the goal it serves, or set the status back to `idea`.
    ---
    排进规划的工作没有对应的目标。

    要么少写了一个目标，要么这件事不该做。

    怎么办：补 `goal:`，写它服务的目标；或者把状态退回 `idea`。
    """
    if item.goal is None and item.is_open and item.status != "idea":
        message = say("serves no goal", "没有对应的目标")
        hint = say("add `goal:` with the goal it serves", "补上 `goal:`，写它服务的目标")
        yield Finding("title", message, hint)


@rule(Roadmap, Severity.WARNING)
def roadmap_without_owner(item: Roadmap, kb: KnowledgeBase) -> Iterator[Finding]:
    """Planned work has no owner.

    Nobody answers for its dates, and nobody notices when they slip.

        === roadmap/slow-sql.md
        ---
        title: 慢 SQL 归因
        status: planned
        goal: renewal-rate-2027
        ---

        === goals/renewal-rate-2027.md
        ---
        title: 续约率 95%
        baseline: 91
        target: 95
        start: 2027-01-01
        due: 2027-12-31
        ---

    To mend it: add `owner:` with the contact who answers for it.
    ---
    排进规划的工作没有负责人。

    没有人对日期负责，延期了也没有人发现。

    怎么办：补 `owner:`，写负责的联系人。
    """
    if item.owner is None and item.is_open and item.status != "idea":
        hint = say("add `owner:` with the person who answers for it", "补上 `owner:`，写负责人")
        yield Finding("title", say("has no owner", "没有负责人"), hint)


@rule(Roadmap, Severity.WARNING)
def roadmap_without_date(item: Roadmap, kb: KnowledgeBase) -> Iterator[Finding]:
    """Work is in progress without a day by which it is to be done.

    It has no end that anybody could plan by, and what depends on it has none either.

        === roadmap/slow-sql.md
        ---
        title: 慢 SQL 归因
        status: in-progress
        ---

    To mend it: agree on a day with its owner, and add it as `due:`.
    ---
    已经在做，却没有完成期限。

    没有可以据以安排的终点，依赖它的也没有。

    怎么办：与负责人商定日期，补上 `due:`。
    """
    if item.due is None and item.status in ("in-progress", "blocked"):
        message = say(
            "{status} without a due date", "{status}，但没有截止日期", status=words.status(item)
        )
        yield Finding("status", message, words.add("due"))


@rule(Roadmap, Severity.WARNING)
def forecast_after_due(item: Roadmap, kb: KnowledgeBase) -> Iterator[Finding]:
    """The owner expects an item to be finished after the day that was agreed.

    Others still plan by the agreed day. Once it has passed, `past-due` says so instead.

        === roadmap/online-ddl.md
        ---
        title: 分区表在线 DDL
        status: idea
        due: 2026-07-31
        forecast: 2026-08-20
        ---

    To mend it: agree on a new `due` with those who rely on it, or take something out of the item.
    ---
    负责人预计的完成日期晚于约定的日期。

    别人还在按约定的日期安排。约定日期一过，改由 `past-due` 提示。

    怎么办：与依赖它的人商定新的 `due`，或者缩减范围。
    """
    # Once the day has passed, `past-due` says it.
    is_ahead = item.due is not None and item.due >= kb.as_of
    if item.is_open and is_ahead and item.forecast and item.due and item.forecast > item.due:
        message = say(
            "expected {day}, {days} days after it is due ({due})",
            "预计 {day} 完成，比截止日期 {due} 晚 {days} 天",
            day=item.forecast,
            days=(item.forecast - item.due).days,
            due=item.due,
        )
        hint = say("agree on a new `due`, or take something out", "商定新的 `due`，或缩减范围")
        yield Finding("forecast", message, hint)


@rule(Roadmap, Severity.WARNING)
def made_late_by_dependency(item: Roadmap, kb: KnowledgeBase) -> Iterator[Finding]:
    """An item's own dates hold, but a dependency finishes too late for them.

    Nothing on the item itself shows it, so it would come as a surprise. It is found by the critical
    path method over `depends_on`; the message names the dependency that sets the date.

        === roadmap/online-ddl.md
        ---
        title: 分区表在线 DDL
        status: idea
        start: 2026-07-15
        due: 2026-08-14
        depends_on: [partition-metadata]
        ---

        === roadmap/partition-metadata.md
        ---
        title: 分区元数据重构
        status: idea
        start: 2026-07-01
        due: 2026-07-31
        ---

    To mend it: bring the dependency forward, or move the item's `due`. If it need not wait, take
    the dependency out of `depends_on`.
    ---
    条目自己的日期不晚，但它依赖的条目完成得太晚，来不及。

    从条目本身看不出来，到时候会措手不及。它是沿着 `depends_on` 用关键路径法算出来的，说明里
    写了是哪一个依赖决定了日期。

    怎么办：提前被依赖的条目，或者推迟本条目的 `due`。其实不必等的，从 `depends_on` 里去掉。
    """
    expected, chain = item.expected(kb), item.critical_chain(kb)
    in_time = item.finish is None or item.due is None or item.finish <= item.due
    if item.is_open and expected and item.due and in_time and chain and expected > item.due:
        driver = chain[-1]
        message = say(
            "cannot be finished before {day}, {days} days after it is due, because {other} ends "
            "{end}",
            "最早 {day} 才能完成，晚于截止日期 {days} 天，因为{other} {end} 才结束",
            day=expected,
            days=(expected - item.due).days,
            other=words.named(driver),
            end=driver.expected(kb),
        )
        at = next(path for path, each in kb.written(item, "depends_on") if each is driver)
        hint = say("bring that forward, or move this one", "提前所依赖的条目，或推迟本条目")
        yield Finding(at, message, hint)


@rule(Roadmap, Severity.WARNING)
def depends_on_dropped(item: Roadmap, kb: KnowledgeBase) -> Iterator[Finding]:
    """An open item waits for one that was cancelled.

    It waits for ever, or nobody has noticed that it could begin.

        === roadmap/online-ddl.md
        ---
        title: 分区表在线 DDL
        status: idea
        depends_on: [partition-metadata]
        ---

        === roadmap/partition-metadata.md
        ---
        title: 分区元数据重构
        status: cancelled
        ---

    To mend it: take it out of `depends_on`, or plan the work that is still needed as a new item.
    ---
    未完成的条目依赖一个已取消的条目。

    要么永远等不到，要么其实早就可以开工，只是没人发现。

    怎么办：从 `depends_on` 里去掉它；仍然需要做的，另建条目重新规划。
    """
    if not item.is_open:
        return
    for path, needed in kb.written(item, "depends_on"):
        if needed.phase is Phase.DROPPED:
            message = say(
                "waits for {other}, which was {status}",
                "在等{other}，而它{status}",
                other=words.named(needed),
                status=words.status(needed),
            )
            hint = say("remove it, or plan the work again", "去掉这个依赖，或重新规划")
            yield Finding(path, message, hint)


@rule(Roadmap, Severity.WARNING)
def shipped_before_dependency(item: Roadmap, kb: KnowledgeBase) -> Iterator[Finding]:
    """A shipped item depends on one that is still open.

    One of the two statuses is wrong, or the dependency was none.

        === roadmap/online-ddl.md
        ---
        title: 分区表在线 DDL
        status: shipped
        shipped: 2026-06-12
        depends_on: [partition-metadata]
        ---

        === roadmap/partition-metadata.md
        ---
        title: 分区元数据重构
        status: idea
        ---

    To mend it: update the status that is wrong, or take the item out of `depends_on`.
    ---
    已交付的条目依赖一个还没完成的条目。

    两个状态必有一个不对，或者根本不存在依赖。

    怎么办：更新不对的那个状态，或者从 `depends_on` 里去掉它。
    """
    if item.phase is not Phase.DONE:
        return
    for path, needed in kb.written(item, "depends_on"):
        if needed.is_open:
            message = say(
                "shipped, though {other} is still {status}",
                "已交付，但所依赖的{other}仍为“{status}”",
                other=words.named(needed),
                status=words.status(needed),
            )
            hint = say("update the status of one of them", "更新其中一个的状态")
            yield Finding(path, message, hint)


@rule(Roadmap, Severity.WARNING)
def shipped_without_release(item: Roadmap, kb: KnowledgeBase) -> Iterator[Finding]:
    """An item is shipped, but in no release, or in one that is not out.

    Nobody can tell a customer which version to install for it.

        === roadmap/slow-sql.md
        ---
        title: 慢 SQL 归因
        status: shipped
        shipped: 2026-06-12
        ---

    To mend it: add `release:` with the release it came out in; if that one is out, add its
    `released` date.
    ---
    条目已交付，却没写随哪个版本，或者那个版本还没发布。

    客户问装哪个版本才有，没有人答得上来。

    怎么办：补 `release:`，写随哪个版本发布；那个版本已经发布的，补上它的 `released` 日期。
    """
    if item.phase is not Phase.DONE:
        return
    release = kb.resolve(item.release, Release)
    if item.release is None:
        message = say("shipped in no release", "已交付，但没填随哪个版本")
        yield Finding("status", message, words.add("release"))
    elif release is not None and release.released is None:
        message = say(
            "shipped in {release}, which is not released",
            "已随 {release} 交付，但该版本尚未发布",
            release=release.heading,
        )
        hint = say(
            "correct the release, or its `released` date", "更正版本，或补上该版本的 `released`"
        )
        yield Finding("release", message, hint)


@rule(Roadmap, Severity.WARNING)
def due_after_release(item: Roadmap, kb: KnowledgeBase) -> Iterator[Finding]:
    """An item is due after the day its release is planned for.

    It will miss the release, or hold it up.

        === roadmap/online-ddl.md
        ---
        title: 分区表在线 DDL
        status: idea
        release: v8-6
        due: 2026-10-31
        ---

        === releases/v8-6.md
        ---
        title: StarryDB 8.6
        version: "8.6"
        status: in-development
        planned: 2026-09-30
        ---

    To mend it: move the item to a later release, bring it forward, or move the release.
    ---
    条目的截止日期晚于所属版本的计划日期。

    要么赶不上这个版本，要么拖住它。

    怎么办：把条目移到后面的版本，提前完成，或者推迟版本。
    """
    release = kb.resolve(item.release, Release)
    if release and item.is_open and item.due and release.planned and item.due > release.planned:
        message = say(
            "due {due}, after {release} is planned ({planned})",
            "{due} 才到期，晚于 {release} 的计划发布日 {planned}",
            due=item.due,
            release=release.heading,
            planned=release.planned,
        )
        hint = say(
            "move it to a later release, or move the release", "改排到后续版本，或推迟版本发布"
        )
        yield Finding("due", message, hint)


@rule(Roadmap, Severity.WARNING)
def roadmap_blocked(item: Roadmap, kb: KnowledgeBase) -> Iterator[Finding]:
    """Work is blocked.

    It stands still until somebody clears the way, and so does what depends on it.

        === roadmap/slow-sql.md
        ---
        title: 慢 SQL 归因
        status: blocked
        due: 2026-09-30
        ---

    To mend it: write as a task who clears the way by when, and set the status back to `in-progress`
    when it is clear; or plan anew.
    ---
    工作受阻。

    没有人解除阻塞，它就停着，依赖它的也跟着停。

    怎么办：把由谁在何时之前解除阻塞写成待办，解除后把状态改回 `in-progress`；或者重新规划。
    """
    if item.status == "blocked":
        hint = say(
            "name who clears the way as a task, or plan anew",
            "写明由谁解除阻塞（列为待办），或重新规划",
        )
        yield Finding("status", say("blocked", "工作受阻"), hint)


@rule(Release, Severity.WARNING)
def release_at_risk(release: Release, kb: KnowledgeBase) -> Iterator[Finding]:
    """Items of a release cannot be finished by the day it is planned for.

    The day has been told to customers. What an item's own dates and its dependencies allow is
    computed by the critical path method.

        === releases/v8-6.md
        ---
        title: StarryDB 8.6
        version: "8.6"
        status: in-development
        planned: 2026-09-30
        ---

        === roadmap/online-ddl.md
        ---
        title: 分区表在线 DDL
        status: idea
        release: v8-6
        forecast: 2026-10-20
        ---

    To mend it: move the items that the message names to a later release, or move the release and
    say so early.
    ---
    版本里有条目赶不上计划的发布日期。

    这个日期已经告诉客户了。条目最早能在哪天完成，按它自己的日期和依赖关系用关键路径法算出。

    怎么办：把说明里列出的条目移到后面的版本，或者推迟版本，并尽早告知。
    """
    late = release.held_up_by(kb)
    if late and release.is_open and release.planned and release.planned >= kb.as_of:
        others = say(", and {n} more", "，另有 {n} 项也赶不上", n=len(late) - 1)
        message = say(
            "{item} cannot be finished before {day}{others}",
            "{item}最早 {day} 才能完成{others}",
            item=words.named(late[0]),
            day=late[0].expected(kb),
            others=others if len(late) > 1 else "",
        )
        hint = say(
            "move the release, or move the items to a later one",
            "推迟版本发布，或把这些项改排到后续版本",
        )
        yield Finding("planned", message, hint)


@rule(Release, Severity.WARNING)
def released_with_open_items(release: Release, kb: KnowledgeBase) -> Iterator[Finding]:
    """A release is out, but roadmap items that name it are still open.

    Either they came out with it and nobody has said so, or the release notes promise what is not in
    it.

        === releases/v8-4.md
        ---
        title: StarryDB 8.4
        version: "8.4"
        status: released
        released: 2025-09-30
        ---

        === roadmap/online-ddl.md
        ---
        title: 分区表在线 DDL
        status: idea
        release: v8-4
        ---

    To mend it: set the items to `shipped`, or move them to a later release.
    ---
    版本已经发布，但归属它的路线图条目还没有完成。

    要么已经随版本发布、只是没有人更新，要么发布说明承诺了里面没有的东西。

    怎么办：把这些条目改为 `shipped`，或者移到后面的版本。
    """
    if release.phase is Phase.DONE:
        for item in release.contents(kb):
            if item.is_open:
                message = say(
                    "released, but {item} is still {status}",
                    "版本已发布，但{item}仍为“{status}”",
                    item=words.named(item),
                    status=words.status(item),
                )
                hint = say(
                    "ship {item}, or move it to a later release",
                    "把 {item} 改为已交付，或改排到后续版本",
                    item=item.id,
                )
                yield Finding("status", message, hint)


@rule(Release, Severity.WARNING)
def release_without_document(release: Release, kb: KnowledgeBase) -> Iterator[Finding]:
    """A supported release lacks a document that every release needs.

    Users are left alone with it. Which types these are stands in the vocabulary
    (`for_release: true`).

        === releases/v8-5.md
        ---
        title: StarryDB 8.5
        version: "8.5"
        status: released
        released: 2026-04-10
        ---

    To mend it: write the document, or add the release to the `covers` of one that is right for it
    too.
    ---
    支持中的版本缺少每个版本都要有的文档。

    用户遇到问题只能自己摸索。哪些文档类型是必需的，由词表决定（`for_release: true`）。

    怎么办：写出这份文档；已有文档同样适用的，把该版本加进它的 `covers`。
    """
    if release.is_supported(kb.as_of):
        missing = release.missing_documents(kb)
        if missing:
            types = (words.term(kb.vocabulary, "document-type", each) for each in missing)
            message = say(
                "no document covers it as {types}", "这个版本还缺：{types}", types=listed(types)
            )
            hint = say(
                "write it, or add this release to its `covers`",
                "写出文档，或在适用文档的 `covers` 里加上这个版本",
            )
            yield Finding("version", message, hint)
