"""The words of Moodle's worksheets that depend on its language."""

from collections.abc import Mapping

from reportkit.records import dataclass


@dataclass(frozen=True, slots=True)
class Tongue:
    """The strings of one language of Moodle that decide an import.

    `prefix` stands before the number in the identifier's column; Moodle cuts it off by its length in
    bytes. `exported_at` is the header of the gradebook export's date, None where it is not known.
    """

    code: str
    prefix: str
    identifier: str
    name: str
    email: tuple[str, ...]
    group: str
    grade: str
    maximum: tuple[str, ...]
    scale: str
    changeable: str
    no: str
    submitted_at: str
    graded_at: str
    comments: str
    decimal: str
    months: tuple[str, ...]
    not_handed_in: tuple[str, ...]
    exported_at: str | None


ENGLISH = Tongue(
    code="en",
    prefix="Participant ",
    identifier="Identifier",
    name="Full name",
    email=("Email address",),
    group="Group",
    grade="Grade",
    # the capital went with the versions that know several markers
    maximum=("Maximum grade", "Maximum Grade"),
    scale="Scale",
    changeable="Grade can be changed",
    no="No",
    submitted_at="Last modified (submission)",
    graded_at="Last modified (grade)",
    comments="Feedback comments",
    decimal=".",
    months=(
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ),
    not_handed_in=("No submission", "Draft (not submitted)"),
    exported_at="Last downloaded from this course",
)

GERMAN = Tongue(
    code="de",
    prefix="Teilnehmer/in",
    identifier="ID",
    name="Vollständiger Name",
    email=("E-Mail-Adresse",),
    group="Gruppe",
    grade="Bewertung",
    maximum=("Bestwertung",),
    scale="Skala",
    changeable="Bewertung kann geändert werden",
    no="Nein",
    submitted_at="Zuletzt geändert (Abgabe)",
    graded_at="Zuletzt geändert (Bewertung)",
    comments="Feedback als Kommentar",
    decimal=",",
    months=(
        "januar",
        "februar",
        "märz",
        "april",
        "mai",
        "juni",
        "juli",
        "august",
        "september",
        "oktober",
        "november",
        "dezember",
    ),
    not_handed_in=("Keine Abgabe", "Entwurf (nicht abgegeben)"),
    exported_at=None,
)

TONGUES: Mapping[str, Tongue] = {"en": ENGLISH, "de": GERMAN}
