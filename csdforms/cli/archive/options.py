"""Arguments and options that many commands of the archive share."""

from __future__ import annotations

import click

__all__ = ["grounds_option", "number_argument", "reason_option"]

number_argument = click.argument("number", metavar="NUMBER")
reason_option = click.option("--reason", default="", help="为什么。")
grounds_option = click.option("--reason", required=True, help="理由（必须写明）。")
