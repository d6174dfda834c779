"""Content with the findings that it must give written below its lines; `casefile` tells how."""
