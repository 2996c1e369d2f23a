"""Thin build."""
import sys
from mkdocs.commands.build import build
from mkdocs.config import load_config
sys.exit(build(load_config("mkdocs.yml")))
