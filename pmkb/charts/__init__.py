"""Charts as inline SVG, from typed specs: no script, no request, no library.

    spec (frozen values) ─ figure ▶ caption, drawing at some widths, the data in a table

A spec is a frozen dataclass that knows how to draw itself on a `Sheet` of some width, to give its
data as a `Table`, and to say in words what it shows; `figure` puts a frame around these. A new kind
of chart is one module with one spec. Colours are the style sheet's (`charts.css`), and text stays
text, in the reader's fonts. Nothing here reads a file or a clock: one spec and one language give
the same bytes on any machine.
"""

from pmkb.charts.bars import Bar, Bars, Columns
from pmkb.charts.bullet import Bullet, Kpi
from pmkb.charts.chart import BROAD, NARROW, WIDE, Chart, Point, Series
from pmkb.charts.figure import figure, svg
from pmkb.charts.formats import Form, Wording
from pmkb.charts.funnel import Funnel, Stage
from pmkb.charts.heat import Cell, Heat, Item
from pmkb.charts.line import Inflection, Line, Range, Target
from pmkb.charts.month import Due, Month
from pmkb.charts.scatter import Dot, Quadrants, Scatter
from pmkb.charts.shares import Shares
from pmkb.charts.spark import sparkline
from pmkb.charts.timeline import Moment, Task, Timeline
from pmkb.charts.waterfall import Step, Waterfall

__all__ = [
    "BROAD",
    "NARROW",
    "WIDE",
    "Bar",
    "Bars",
    "Bullet",
    "Cell",
    "Chart",
    "Columns",
    "Dot",
    "Due",
    "Form",
    "Funnel",
    "Heat",
    "Inflection",
    "Item",
    "Kpi",
    "Line",
    "Moment",
    "Month",
    "Point",
    "Quadrants",
    "Range",
    "Scatter",
    "Series",
    "Shares",
    "Stage",
    "Step",
    "Target",
    "Task",
    "Timeline",
    "Waterfall",
    "Wording",
    "figure",
    "sparkline",
    "svg",
]
