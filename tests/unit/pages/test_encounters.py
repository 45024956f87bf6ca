from datetime import date

import pytest
from written import written

from extractor.lexicon.notes import NoteLexicon, load_notes
from extractor.model.chart import Encounter
from extractor.model.document import Document
from extractor.pages.encounters import EncounterIndex, find_encounters
from extractor.paths import RULES


@pytest.fixture(scope="module")
def notes() -> NoteLexicon:
    return load_notes(RULES / "lexicon")


def found(notes: NoteLexicon, *pages: str) -> tuple[Encounter, ...]:
    return find_encounters((written(*pages),), notes)


def one(notes: NoteLexicon, *pages: str) -> Encounter:
    (encounter,) = found(notes, *pages)
    return encounter


VISIT = """
^ Doe, Jane | MRN: 123456 | DOB: 04/11/1968
# Encounter: 03/12/2025 - Office Visit, Interventional Pain
Provider: Ann Rourke, MD (Pain Medicine) Visit type: Return
# HPI
She has pain every day and it has never let up since surgery.
# Assessment / Plan
Proceed with the pump.
Electronically signed by Ann Rourke, MD on 3/14/2025 at 5:08 PM
_ Printed 3/21/2025 Page 1 of 2
"""


def test_a_printed_visit(notes: NoteLexicon) -> None:
    visit = one(notes, VISIT)
    assert (visit.date, visit.note_type) == (date(2025, 3, 12), "office_visit")
    assert (visit.author, visit.credential) == ("Ann Rourke", "physician")


@pytest.mark.parametrize(
    ("head", "day", "kind"),
    [
        ("# Nursing Note - 02/26/2025 1512 (J. Beecher, RN)", date(2025, 2, 26), "nursing"),
        ("# Office note 05/07/2024", date(2024, 5, 7), "office_visit"),
        ("ENCOUNTER 05/14/2024 TELEPHONE / REFILL", date(2024, 5, 14), "telephone"),
        ("# Lab results - collected 10/27/2025 07:50", date(2025, 10, 27), "laboratory"),
        ("# 01/14/2025 Psychology Report", date(2025, 1, 14), "psychology"),
        ("# Emergency department 07/14/2024", date(2024, 7, 14), "emergency"),
        ("# Physical therapy daily note 06/09/2021", date(2021, 6, 9), "physical_therapy"),
        ("# Progress note, 29 January 2026", date(2026, 1, 29), "office_visit"),
        ("PAIN MEDICINE VISIT - 09/08/2025 - P. STRAND, MD", date(2025, 9, 8), "pain_clinic"),
        ("# 4/14/26 Pall clinic", date(2026, 4, 14), "palliative"),
    ],
)
def test_dated_headings_open_encounters_within_a_page(
    notes: NoteLexicon, head: str, day: date, kind: str
) -> None:
    _, second = found(notes, VISIT + f"{head}\nSomething was done and the patient went home.\n")
    assert (second.date, second.note_type) == (day, kind)


@pytest.mark.parametrize(
    "line",
    [
        "Follow up in the pain center 04/12/2025 at 3:20 PM.",
        "MRI lumbar spine 11/19/2024 showed that the fusion was solid.",
        "- Psychology: referral sent 2/21/2025, intake is booked for 05/27/2025",
        "Consent: risks were explained.",
        "Comparison: CT chest 12/11/2024",
    ],
)
def test_lines_that_open_nothing(notes: NoteLexicon, line: str) -> None:
    assert len(found(notes, VISIT.replace("Proceed with the pump.", line))) == 1


def test_sections_of_an_open_visit_stay_in_it(notes: NoteLexicon) -> None:
    text = VISIT.replace(
        "# Assessment / Plan", "# Imaging\nSee below.\n# Medications\nNone.\n# Assessment / Plan"
    )
    assert len(found(notes, text)) == 1


def test_dated_results_within_a_visit_stand_alone_and_the_visit_goes_on(notes: NoteLexicon) -> None:
    text = VISIT.replace("# Assessment / Plan", "# Labs 03/06/2025\nINR 1.0\n# Assessment / Plan")
    visit, labs = found(notes, text)
    assert (labs.note_type, labs.date) == ("laboratory", date(2025, 3, 6))
    assert len(visit.spans) == 2


def test_a_visit_goes_on_over_the_page(notes: NoteLexicon) -> None:
    first, second = VISIT.split("# Assessment / Plan")
    head = "^ Doe, Jane | MRN: 123456 | DOB: 04/11/1968\n"
    visit = one(
        notes, first + "_ Page 1 of 2", head + "# Assessment / Plan" + second.replace("1 of 2", "2 of 2")
    )
    assert [s.page for s in visit.spans] == [1, 2]


def test_the_date_of_a_dictated_note_is_neither_of_dictation_nor_of_birth(notes: NoteLexicon) -> None:
    note = one(
        notes,
        """
# PROCEDURE NOTE
Patient: Jane Doe DOB: 11/29/1958 Facility: Puerco Hospital
Admitted: 11/12/2024 Discharged: 11/14/2024 Surgeon: Carmel Vigil, MD
PROCEDURE: Percutaneous placement of a catheter.
She did well.
Carmel Vigil, MD/dr:kp D: 11/14/24 T: 11/15/24
""",
    )
    assert (note.date, note.end) == (date(2024, 11, 12), date(2024, 11, 14))
    assert note.note_type == "procedure"


LETTER = """
Western Reserve Oncology Partners
1188 Portage, Akron, Ohio
August 12, 2025
Dear Priscilla,
I am sending you Mr. Doe, whom I have followed since last summer.
He has not had relief.
Yours,
Garrison P. Whitlatch, MD
Medical Oncology
D: 08/12/2025 T: 08/13/2025
"""


def test_a_letter(notes: NoteLexicon) -> None:
    letter = one(notes, LETTER)
    assert (letter.date, letter.note_type, letter.author) == (
        date(2025, 8, 12),
        "letter",
        "Garrison P. Whitlatch",
    )


@pytest.mark.parametrize(
    ("signature", "credential"),
    [
        ("L. Petit, PsyD", "psychologist"),
        ("Corinne Blatch, PhD, Licensed Psychologist", "psychologist"),
        ("Adaeze Okpa, MSW, LCSW", "lcsw"),
        ("Ann Roe, LICSW", "licsw"),
        ("Ann Roe, LPC", "lpc"),
        ("Ann Roe, LMFT", "lmft"),
        ("Ann Roe, LMHC", "lmhc"),
        ("Ann Roe, PMHNP-BC", "psych_np"),
        ("Ann Roe, MD, Psychiatry", "psychiatrist"),
        ("Ann Roe, MA, doctoral intern", "trainee"),
    ],
)
def test_who_signs_an_evaluation(notes: NoteLexicon, signature: str, credential: str) -> None:
    report = one(
        notes,
        "# Riverbend Counseling\n# Pre-surgical psychological evaluation\nRe: Jane Doe DOB 04/11/1968 "
        "Seen 02/05/2026\nI interviewed her for two hours. She denies any wish to die.\n"
        f"She is a suitable candidate.\n{signature}\n",
    )
    assert (report.note_type, report.date) == ("psychology", date(2026, 2, 5))
    assert report.credential == credential


def test_a_trainee_counts_as_the_one_who_cosigns(notes: NoteLexicon) -> None:
    report = one(
        notes,
        "# Psychological evaluation 02/05/2026\nI interviewed her.\nShe is a suitable candidate.\n"
        "Ann Roe, MA, doctoral intern\nCosigned by Bea Poe, PhD, Licensed Psychologist 02/07/2026\n",
    )
    assert (report.author, report.credential) == ("Bea Poe", "psychologist")


def test_a_referral_to_psychology_is_no_psychology_note(notes: NoteLexicon) -> None:
    assert one(notes, "# Request for behavioral health evaluation\nPlease see her.\n").note_type == "referral"


def test_a_phd_of_the_laboratory_is_no_psychologist(notes: NoteLexicon) -> None:
    panel = one(
        notes, "# Toxicology - urine drug panel, collected 12/04/2024\nConsistent.\nR. Adeyemi, PhD, DABCC\n"
    )
    assert (panel.note_type, panel.credential) == ("laboratory", "scientist")


def test_messages_are_dated_one_by_one(notes: NoteLexicon) -> None:
    _, first, second = found(
        notes,
        VISIT
        + "# Patient messages\n03/17/2025 Patient: can I fish?\n03/18/2025 Staff: yes, after six weeks.\n",
    )
    assert [e.date for e in (first, second)] == [date(2025, 3, 17), date(2025, 3, 18)]
    assert {first.note_type, second.note_type} == {"portal_message"}


def test_titled_pages_without_dates_are_apart(notes: NoteLexicon) -> None:
    kinds = [e.note_type for e in found(
        notes,
        "# Account Ledger\nJane Doe DOB 10/28/1966\nBalance forward 45.00.\n",
        "# Cardiology Consultation (preoperative)\nJane Doe DOB 10/28/1966\nThank you.\nLow risk.\n",
    )]  # fmt: skip
    assert kinds == ["billing", "consult"]


def covered(document: Document, encounters: tuple[Encounter, ...]) -> bool:
    for page in document.pages:
        spans = sorted((s.start, s.end) for e in encounters for s in e.spans if s.page == page.number)
        ends = [0, *(end for _, end in spans)]
        if page.text and ([start for start, _ in spans] != ends[:-1] or ends[-1] != len(page.text)):
            return False
    return True


def test_spans_cover_every_page_once(notes: NoteLexicon) -> None:
    document = written(VISIT + "# Lab results 03/20/2025\nINR 1.0\n", LETTER, "just words", "", VISIT)
    encounters = find_encounters((document,), notes)
    assert covered(document, encounters)
    index = EncounterIndex(encounters)
    for page in document.pages:
        for offset in range(len(page.text)):
            assert index.at(document.name, page.number, offset) is not None
    assert index.at("other.pdf", 1, 0) is None


def test_nothing_to_find(notes: NoteLexicon) -> None:
    assert find_encounters((), notes) == ()
    assert find_encounters((Document("a.pdf", "", ()),), notes) == ()


def test_a_record_print_with_result_fields(notes: NoteLexicon) -> None:
    note = one(
        notes,
        """
^ Patient: SMITH, ALAN R MRN: 00991822 DOB/Age/Sex: 5/2/1960 65 years Male
# Pain Medicine Office/Clinic Note
Result type: Office/Clinic Note
Result title: Pain Follow Up
Performed by: Patel, Nisha MD on August 14, 2025 10:05 CDT
Verified by: Patel, Nisha MD on August 15, 2025 07:30 CDT
Encounter info: 8812233, Clinic, 8/14/2025 - 8/14/2025
# History of Present Illness
He is here with his wife.
""",
    )
    assert (note.date, note.author, note.credential) == (date(2025, 8, 14), "Nisha Patel", "physician")
    assert note.note_type in ("office_visit", "pain_clinic")


def test_notes_of_several_authors_one_below_the_other(notes: NoteLexicon) -> None:
    kinds = [
        (e.note_type, e.author, e.date)
        for e in found(
            notes,
            """
^ Smith, Alan R (MRN 00991822) DOB: 05/02/1960 Encounter Date: 08/14/2025
# Progress Notes
Patel, Nisha, MD at 8/14/2025 9:00 AM
Filed: 8/14/2025 10:12 AM Encounter Date: 8/14/2025 Status: Signed
Subjective: He is here.
Plan: trial
# Progress Notes by Chen, Amy, PsyD at 7/01/2025 1:00 PM
Filed: 7/02/2025 4:00 PM
He denies any wish to die.
# Nursing Note
Lopez, Maria, RN at 8/14/2025 8:50 AM
Pain 8/10 average.
""",
        )
    ]
    assert kinds == [
        ("office_visit", "Nisha Patel", date(2025, 8, 14)),
        ("psychology", "Amy Chen", date(2025, 7, 1)),
        ("nursing", "Maria Lopez", date(2025, 8, 14)),
    ]


def test_terse_notes_under_bare_dates(notes: NoteLexicon) -> None:
    days = [
        e.date
        for e in found(
            notes,
            "SMITH, ALAN 05/02/1960\n8/14/25\nS: average 8/10.\nA: FBSS\nP: trial\nN Patel MD\n"
            "9/11/25\nS: after trial. 60% better.\nA: good response\nP: implant\nN Patel MD\n",
        )
    ]
    assert days == [date(2025, 8, 14), date(2025, 9, 11)]


def test_a_letter_that_writes_the_day_first(notes: NoteLexicon) -> None:
    letter = one(
        notes,
        "Klinik Consult Ltd\nDate: 25.06.2024\nRe: Alan Smith, born 22.05.1960\nDear Colleague,\n"
        "Thank you for your referral. I reviewed him on 24.06.2024.\nYours sincerely,\nDr. Hans Meier, MD\n",
    )
    assert (letter.date, letter.author) == (date(2024, 6, 24), "Hans Meier")
