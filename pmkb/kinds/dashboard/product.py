"""The product itself: what it is for and how it is positioned."""

from pmkb.message import say
from pmkb.record import Label, Part, Record, Section, key
from pmkb.values import Text


class Positioning(Part):
    """Moore's positioning statement: for whom, what need, what category, what benefit, unlike what.

    Source: Geoffrey Moore, Crossing the Chasm (1991), the elevator test.
    """

    for_: Text = key("目标客户", say("Whom it is for.", "为谁而做。"), alias="for", en="For")
    need: Text = key("需求", say("What they need or want.", "他们需要什么、想要什么。"))
    category: Text = key("品类", say("What kind of thing it is.", "这是哪一类产品。"))
    benefit: Text = key("核心价值", say("The reason to buy.", "买它的理由。"))
    unlike: Text = key("区别于", say("What they would use otherwise.", "没有它，他们会用什么。"))
    differentiator: Text = key(
        "差异化", say("What it does that the alternative does not.", "它能做到而替代品做不到的。")
    )


class Product(Record):
    """The product: its goal, its positioning, its stage, and the one number that matters most.

    The product manager keeps it, as `product.md`; there is one.

        ---
        title: StarryDB
        goal: Be the first choice for core systems of mid-size banks
        stage: growth
        north_star: Paying clusters in production
        positioning:
          for: banks that leave Oracle
          need: keep their SQL and their weekends
          category: distributed relational database
          benefit: migrates in weeks without rewriting
          unlike: sharding middleware
          differentiator: runs PL/SQL unchanged
        ---
    ---
    产品本身：目标、定位、所处阶段，以及最要紧的那个数。

    由产品经理维护，文件是 `product.md`，只有一份。
    """

    folder = "product.md"
    section = Section.DASHBOARD
    label = Label("Product", "产品")
    order = -1
    columns = ("stage", "goal", "north_star", "owner")

    goal: Text = key(
        "产品目标",
        say("What the product is to become, in one sentence.", "一句话说明产品要成为什么。"),
    )
    positioning: Positioning | None = key(
        "产品定位", say("The positioning statement.", "产品定位陈述。"), default=None
    )
    stage: Text = key(
        "生命周期",
        say("Where it is in its life.", "处于生命周期的哪个阶段。"),
        vocabulary="product-stage",
    )
    north_star: Text | None = key(
        "北极星指标",
        say("The one number that shows whether users get value.", "最能说明用户得到价值的那个数。"),
        default=None,
    )
    roles: tuple[Text, ...] = key(
        "关键角色",
        say(
            "Roles that somebody has to fill, worded as in `role` of a contact.",
            "必须有人承担的角色，写法和联系人的 `role` 一致。",
        ),
        default=(),
    )
