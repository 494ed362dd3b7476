"""The words that generated LaTeX needs, in each language of the templates."""

from reportkit.records import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """One language's words; {0} stands for a result's name, {page} and {names} for themselves."""

    babel: str
    todo_title: str
    todo_authors: str
    todo_author: str
    todo_matriculation: str
    matriculation: str
    tutor: str
    et: str
    pages: str
    caption: str
    caption_part: str
    head: tuple[str, str, str, str, str]
    state: str
    explain: str
    main: str
    place: str
    proof: str
    used: str
    uses: str
    statement: str
    idea: str
    steps: str
    used_in: str
    todo_statement: str
    todo_idea: str
    todo_step: str
    todo_used: str
    main_result: str
    paper_by: str
    file_words: tuple[tuple[str, str], ...]


_ENGLISH = Words(
    babel="english",
    todo_title="the paper's title",
    todo_authors="the paper's authors",
    todo_author="your name",
    todo_matriculation="matriculation number",
    matriculation="Matriculation number",
    tutor="Tutor:",
    et="and",
    pages="pages",
    caption="Results of the paper; a star marks the main ones.",
    caption_part="Results of the paper on which the main ones (with a star) rest.",
    head=("Result", "Name", "Page", "Proof", "Used by"),
    state="state {0} in your own words",
    explain="what {0} says, why it is true, what it is for",
    main="the main results",
    place="p. {page}",
    proof="proof on p. {page}",
    used="used by {names}",
    uses="uses {names}",
    statement="Statement",
    idea="Idea",
    steps="Steps",
    used_in="Used in",
    todo_statement="the statement in your own words",
    todo_idea="why it is true",
    todo_step="first step",
    todo_used="which results need it, and for what",
    main_result="Main result",
    paper_by="The paper: {title}, by {authors}{rest}.",
    file_words=(
        ("report.tex", "the report; its parts are in `sections/`"),
        ("notes.tex", "the notes; their sections are in `sections/`"),
        ("slides.tex", "the slides"),
        ("references.bib", "your references, the paper is in it"),
        ("reportkit.toml", "settings of `reportkit check` and `update`"),
        ("generated/", "written by reportkit from the paper; not for editing"),
        ("reportkit.sty", "theorem environments and macros; not for editing"),
    ),
)

_GERMAN = Words(
    babel="ngerman",
    todo_title="der Titel des Papers",
    todo_authors="die Autoren des Papers",
    todo_author="dein Name",
    todo_matriculation="Matrikelnummer",
    matriculation="Matrikelnummer",
    tutor="Betreuung:",
    et="und",
    pages="Seiten",
    caption="Ergebnisse des Papers; ein Stern kennzeichnet die wichtigsten.",
    caption_part="Ergebnisse des Papers, auf denen die wichtigsten (mit Stern) beruhen.",
    head=("Ergebnis", "Name", "Seite", "Beweis", "Gebraucht in"),
    state="{0} in eigenen Worten",
    explain="was {0} besagt, warum es gilt, wozu es dient",
    main="die Hauptergebnisse",
    place="S. {page}",
    proof="Beweis auf S. {page}",
    used="gebraucht in {names}",
    uses="braucht {names}",
    statement="Aussage",
    idea="Idee",
    steps="Schritte",
    used_in="Gebraucht in",
    todo_statement="die Aussage in eigenen Worten",
    todo_idea="warum es gilt",
    todo_step="erster Schritt",
    todo_used="welche Ergebnisse es brauchen, und wofür",
    main_result="Hauptergebnis",
    paper_by="Das Paper: {title}, von {authors}{rest}.",
    file_words=(
        ("report.tex", "der Bericht; seine Teile liegen in `sections/`"),
        ("notes.tex", "die Notizen; ihre Abschnitte liegen in `sections/`"),
        ("slides.tex", "die Folien"),
        ("references.bib", "deine Literatur, das Paper steht darin"),
        ("reportkit.toml", "Einstellungen von `reportkit check` und `update`"),
        ("generated/", "von reportkit aus dem Paper geschrieben; nicht zum Bearbeiten"),
        ("reportkit.sty", "Umgebungen und Makros; nicht zum Bearbeiten"),
    ),
)

WORDS = {"en": _ENGLISH, "de": _GERMAN}
