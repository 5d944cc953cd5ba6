"""Lists of funded projects as a source: CORDIS, the Dutch list of structural funds, Kohesio.

The law of this package: amounts are exact and never made up; what is repaired, doubted or left out is listed, cell by
cell.
"""

from ecograph.describe.projects.graph import ProjectList, eu_money, import_projects
from ecograph.describe.projects.lists import Finding, Layout, Project

__all__ = ["Finding", "Layout", "Project", "ProjectList", "eu_money", "import_projects"]
