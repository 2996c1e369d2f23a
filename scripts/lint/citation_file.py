"""CITATION.cff, which the bibliography's page writes out."""

import yaml
from problem import Problem

from apparatus import how_to_cite
from lint.project import Project, not_utf8, yaml_problem

FILE = "CITATION.cff"


def check(project: Project) -> list[Problem]:
    """A citation file that is not there, cannot be read or lacks what a citation needs."""
    path = project.root / FILE
    try:
        how_to_cite.read(path)
    except yaml.YAMLError as error:
        return [yaml_problem(FILE, error)]
    except UnicodeDecodeError as error:
        return [not_utf8(FILE, path.read_bytes(), error)]
    except OSError:
        return [Problem(FILE, 0, 0, "there is no such file", "restore it from git")]
    except ValueError as error:
        return [Problem(FILE, 1, 0, str(error), "add it, as the citation on the bibliography's page needs it")]
    return []
