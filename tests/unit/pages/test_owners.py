from datetime import date

import pytest
from written import written

from extractor.model.case import Case, Member
from extractor.model.chart import PageOwner
from extractor.model.document import Origin
from extractor.pages.names import Likeness, compare_names
from extractor.pages.owners import find_owners

CASE = Case(member=Member(name="Delphine Okoro-Raines", dob="1957-03-22"))
NOTE = "She walks with a cane. Pain is eight of ten on most days.\nPlan: return in four weeks.\n"


def owner(text: str, case: Case = CASE, origin: Origin = Origin.TEXT) -> PageOwner:
    (found,) = find_owners((written(text, origin=origin),), case)
    return found


@pytest.mark.parametrize(
    "banner",
    [
        "^ KESTREL RIDGE SPINE Columbus OH RAINES,DELPHINE OKORO DOB 03/22/1957",
        "^ Okoro-Raines, Delphine | 03/22/1957 | MRN 0072219",
        "^ OKORO-RAINES, Delphine (id #664120, dob: 03/22/1957)",
        "Patient: Delphine Okoro-Raines DOB: 03/22/1957",
        "Re: D. Okoro-Raines (DOB 22 March 1957)",
        "Name: OKORO RAINES, DELPHINE M. Date of birth: 3/22/57",
        "Client: Delphine Raines Age: 65 Seen: 10/08/2024",
        "Pt: Delphlne Okoro-Ralnes DOB 03/22/1957",
        "RE: Appeal of denial. Member Delphine Okoro-Raines, ID MA40718825",
    ],
)
def test_pages_of_the_member(banner: str) -> None:
    assert owner(f"{banner}\n{NOTE}").member is True


@pytest.mark.parametrize(
    "banner",
    [
        "^ KESTREL RIDGE SPINE Columbus OH PETTIBONE,GARRETT L DOB 07/30/1981",
        "^ Pettibone, Garrett L | 07/30/1981 | MRN 0101277",
        "Patient: Garrett Pettibone DOB: 07/30/1981",
        "PETTIBONE, GARRETT L\nDOB: 07/30/1981 Exam Date: 05/05/2025",
        "PATIENT NAME: PETTIBONE, GARRETT",
        "Re: Garrett Pettibone (DOB 30 July 1981)",
        "Patient: Dolores Okoro-Raines DOB: 11/02/1984",
        "Patient: Delphine Okoro-Raines DOB: 11/02/1984",
    ],
)
def test_pages_of_another_person(banner: str) -> None:
    assert owner(f"{banner}\n{NOTE}").member is False


@pytest.mark.parametrize(
    "text",
    [
        "Provider: Garrett Pettibone, MD\nReferred by: Alma Stone, DO\n",
        "PCP: Pettibone, Garrett MD\nAttn: Priscilla Boone\n",
        "Emergency contact: Garrett Pettibone DOB 07/30/1981\n",
        "Insured's name: Pettibone, Garrett DOB 07/30/1981\n",
        "Her brother Garrett Pettibone, born 07/30/1981, has the same back.\n",
        "Dear Dr. Pettibone,\nThank you for your letter.\n",
        "PT: Harbor Rehab, 02/2022 to 11/2022\n",
        "Re: Prior Records Request\n",
        "Education: Living With an Implanted Pump\n",
        "",
    ],
)
def test_who_is_named_on_a_page_need_not_own_it(text: str) -> None:
    assert owner(f"{text}{NOTE}").member is None


def test_a_misread_digit_of_the_birth_date_is_no_other_person() -> None:
    assert owner(f"Patient: Delphine Okoro-Raines DOB: 08/22/1957\n{NOTE}", origin=Origin.OCR).member is True


def test_a_report_of_another_person_goes_on_over_its_pages() -> None:
    document = written(
        f"^ OKORO-RAINES, DELPHINE DOB 03/22/1957\n{NOTE}",
        f"Patient: Garrett Pettibone DOB: 07/30/1981\n{NOTE}_ Page 1 of 2",
        f"His wife agrees.\n{NOTE}_ Page 2 of 2",
        f"Nothing is said here.\n{NOTE}",
    )
    assert [o.member for o in find_owners((document,), CASE)] == [True, False, False, None]


def test_without_a_member_the_name_of_most_pages_is_theirs() -> None:
    page = f"Patient: Delphine Okoro-Raines DOB: 03/22/1957\n{NOTE}"
    document = written(page, page.replace("Delphine Okoro-Raines", "OKORO-RAINES, DELPHINE"),
                       f"Patient: Garrett Pettibone DOB: 07/30/1981\n{NOTE}")  # fmt: skip
    owners = find_owners((document,), Case())
    assert [o.member for o in owners] == [True, True, False]
    assert (owners[2].name, owners[2].dob) == ("Garrett Pettibone", date(1981, 7, 30))


@pytest.mark.parametrize(
    ("printed", "known", "likeness"),
    [
        ("VANDERSLOOT, THEODORE M", "Theodore Vandersloot", Likeness.SAME),
        ("Bill Hargis", "William Hargis", Likeness.SAME),
        ("W. Hargis", "William Hargis", Likeness.SAME),
        ("Jose Garcia", "José García", Likeness.SAME),
        ("Harchetti-Oyelaran, Thaddeus", "Thaddeus Marchetti-Oyelaran", Likeness.SAME),
        ("Dewayne Whisman", "Darnell Whisenhunt", Likeness.OTHER),
        ("Lorna Okuda", "Wendell Okuda", Likeness.OTHER),
        ("Okuda", "Wendell Okuda", Likeness.UNCLEAR),
    ],
)
def test_names(printed: str, known: str, likeness: Likeness) -> None:
    assert compare_names(printed, known) is likeness
