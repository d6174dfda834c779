"""The product itself: what it is for and how it is positioned."""

from pmkb.record import Label, Part, Record, Section, key
from pmkb.values import Text


class Positioning(Part):
    """Moore's positioning statement: for whom, what need, what category, what benefit, unlike what.

    Source: Geoffrey Moore, Crossing the Chasm (1991), the elevator test.
    """

    for_: Text = key("目标客户", "Whom it is for.", alias="for", en="For")
    need: Text = key("需求", "What they need or want.")
    category: Text = key("品类", "What kind of thing it is.")
    benefit: Text = key("核心价值", "The reason to buy.")
    unlike: Text = key("区别于", "What they would use otherwise.")
    differentiator: Text = key("差异化", "What it does that the alternative does not.")


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
    """

    folder = "product.md"
    section = Section.DASHBOARD
    label = Label("Product", "产品")
    order = -1
    columns = ("stage", "goal", "north_star", "owner")

    goal: Text = key("产品目标", "What the product is to become, in one sentence.")
    positioning: Positioning | None = key("产品定位", "The positioning statement.", default=None)
    stage: Text = key("生命周期", "Where it is in its life.", vocabulary="product-stage")
    north_star: Text | None = key(
        "北极星指标", "The one number that shows whether users get value.", default=None
    )
    roles: tuple[Text, ...] = key(
        "关键角色", "Roles that somebody has to fill, worded as in `role` of a contact.", default=()
    )
