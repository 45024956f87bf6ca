"""An audit, its policy and its pages as files for people: HTML report and worklist, CSV, request letter."""

from extractor.report.case import PageChoice
from extractor.report.render import render_case, render_index, render_patterns
from extractor.report.request import request_text
from extractor.report.sources import PageSource, Picture
from extractor.report.spreadsheet import write_cases_csv, write_elements_csv
from extractor.report.worklist import CaseSummary, failed, summarise

__all__ = [
    "CaseSummary",
    "PageChoice",
    "PageSource",
    "Picture",
    "failed",
    "render_case",
    "render_index",
    "render_patterns",
    "request_text",
    "summarise",
    "write_cases_csv",
    "write_elements_csv",
]
