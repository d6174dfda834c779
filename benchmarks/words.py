"""What the generated records say, in English and in Chinese."""

from dataclasses import dataclass
from random import Random


@dataclass(frozen=True)
class Words:
    """One language."""

    subjects: tuple[tuple[str, ...], tuple[str, ...]]
    """Two halves of a title."""
    between: str
    sentences: tuple[str, ...]
    headings: tuple[str, ...]
    things: tuple[str, ...]
    tasks: tuple[str, ...]
    tags: tuple[str, ...]

    def subject(self, random: Random) -> str:
        """A title."""
        return self.between.join(half[random.randrange(len(half))] for half in self.subjects)


ENGLISH = Words(
    subjects=(
        ("Online", "Parallel", "Regional", "Encrypted", "Incremental", "Tenant", "Audited"),
        ("schema change", "backup", "failover", "index build", "quota", "migration", "report"),
    ),
    between=" ",
    sentences=(
        "The batch window is four hours, and the present version needs three of them.",
        "Two customers have asked for it in writing; a third waits for the test report.",
        "Without it the migration stops at the stored procedures, which nobody wants to rewrite.",
        "The estimate holds if the test cluster is free in the second half of the month.",
        "Support has counted eleven tickets since March, most of them with the same cause.",
        "What was promised in the tender is narrower than what sales has been telling.",
        "The competitor shows a better number, measured on twice the hardware.",
        "Nothing here changes the file format, so a rollback needs no more than a restart.",
        "The decision was taken in the review of the second week and has not been contested.",
        "Every region reports its own figures, and they do not add up yet.",
    ),
    headings=(
        "Background",
        "What is asked for",
        "Scope",
        "Evidence",
        "Decision",
        "Open points",
        "Numbers",
    ),
    things=(
        "Cluster",
        "Backup",
        "Latency",
        "Throughput",
        "Licence",
        "Upgrade path",
        "Test report",
        "Audit log",
        "Query plan",
        "Data centre",
        "Storage",
        "Training",
    ),
    tasks=(
        "Send the test report",
        "Agree on the date with R&D",
        "Ask for the second quote",
        "Update the comparison table",
        "Book the test cluster",
        "Write the release note",
    ),
    tags=("migration", "performance", "security", "cloud", "compatibility", "operations"),
)

CHINESE = Words(
    subjects=(
        ("分区表", "跨机房", "多租户", "国密", "增量", "存储过程", "慢查询"),
        ("在线变更", "容灾切换", "资源配额", "加密", "备份", "兼容性", "分析报告"),
    ),
    between="",
    sentences=(
        "批量窗口只有四个小时，现在的版本要占掉三个小时。",
        "两家客户已经书面提出，第三家在等测试报告。",
        "没有这个能力，迁移就会卡在存储过程上，谁都不愿意重写。",
        "只要下半月测试集群能空出来，这个工期就站得住。",
        "三月以来技术支持收到十一个工单，多数是同一个原因。",
        "招标文件里承诺的范围，比销售口头说的要窄。",
        "友商的数字更好看，但用了两倍的硬件。",
        "文件格式没有变化，回退只需要重启。",
        "第二周的评审会上已经定了，之后没有人提出异议。",
        "各区域各报各的数，目前还对不上。",
    ),
    headings=("背景", "诉求", "范围", "依据", "结论", "待定事项", "数据"),
    things=(
        "集群",
        "备份",
        "时延",
        "吞吐",
        "授权",
        "升级路径",
        "测试报告",
        "审计日志",
        "执行计划",
        "机房",
        "存储",
        "培训",
    ),
    tasks=(
        "发出测试报告",
        "和研发确认日期",
        "再要一份报价",
        "更新对比表",
        "预约测试集群",
        "写发布说明",
    ),
    tags=("迁移", "性能", "安全", "云", "兼容性", "运维"),
)
