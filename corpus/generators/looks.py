"""House styles of the drawn pages: fonts, margins, banners, headings and tables."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Look:
    """How a page looks. Lengths are points; ``banner`` and ``footer`` are templates over the case's head."""

    font: str = "Helvetica"
    bold: str = "Helvetica-Bold"
    size: float = 9
    leading: float = 1.28
    margin: float = 50
    heading: str = "bold"
    table: str = "grid"
    banner: str = "{name}   MRN: {mrn}   DOB: {dob}"
    banner_style: str = "line"
    footer: str = "{head}   Page {page} of {pages}"
    landscape: bool = False
    bullet: str = "- "
    gap: float = 0.0


LOOKS: dict[str, Look] = {
    "ehr": Look(
        size=8.7,
        heading="bar",
        banner_style="box",
        footer="Printed {printed} by HIM   Page {page} of {pages}",
    ),
    "portal": Look(
        size=9.2,
        heading="under",
        banner="{name} | DOB {dob} | #{mrn}",
        footer="Chart export {printed} - page {page}/{pages}",
        table="rules",
    ),
    "letter": Look(
        "Times-Roman",
        "Times-Bold",
        11,
        1.3,
        72,
        "bold",
        "rules",
        "",
        "letterhead",
        "{name} - {dob}",
        gap=0.45,
    ),
    "dictated": Look(
        "Courier",
        "Courier-Bold",
        9.6,
        1.25,
        62,
        "caps",
        "plain",
        "PATIENT: {name}   DOB: {dob}",
        "line",
        "{head}",
        gap=0.4,
    ),
    "terse": Look(
        "Times-Roman",
        "Times-Bold",
        10,
        1.2,
        54,
        "under",
        "rules",
        "{name}  {dob}  {mrn}",
        "line",
        "{page}",
        bullet="",
    ),
    "flowsheet": Look(size=8.2, margin=36, heading="bold", banner_style="box", landscape=True),
    "form": Look(
        size=9.6,
        leading=1.5,
        margin=48,
        heading="bar",
        banner="",
        banner_style="letterhead",
        footer="{printed}",
    ),
    "lab": Look(
        "Courier",
        "Courier-Bold",
        8.8,
        1.3,
        50,
        "caps",
        "plain",
        "{name}  DOB {dob}  ACC {mrn}",
        "letterhead",
        "FINAL REPORT  {page}/{pages}",
    ),
    "labgrid": Look(size=8.8, heading="under", banner="{name}, DOB {dob}", banner_style="letterhead"),
    "radiology": Look(
        "Times-Roman",
        "Times-Bold",
        10.6,
        1.3,
        66,
        "caps",
        "grid",
        "Patient: {name}   DOB: {dob}",
        "letterhead",
        "{head} - confidential",
        gap=0.3,
    ),
    "psych": Look(
        "Times-Roman",
        "Times-Bold",
        11,
        1.32,
        76,
        "under",
        "rules",
        "Re: {name}, DOB {dob}",
        "letterhead",
        gap=0.35,
    ),
    "fax": Look(
        "Courier",
        "Courier-Bold",
        9.2,
        1.22,
        48,
        "caps",
        "plain",
        "FAX {printed}  FROM {head}  PG {page}/{pages}",
        "fax",
        "",
    ),
    "claim": Look(
        size=8.6, leading=1.45, margin=44, heading="bar", banner="", banner_style="line", footer="{page}"
    ),
    "blank": Look(banner="", footer="", banner_style="none"),
}
