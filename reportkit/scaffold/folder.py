"""A new folder: the values of its template, its files, and writing them."""

from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from reportkit.errors import UsageProblem
from reportkit.records import dataclass
from reportkit.resources import write_whole
from reportkit.scaffold import generated
from reportkit.scaffold.escaping import latex, markdown, one_line, plain, toml
from reportkit.scaffold.facts import PaperFacts, Student
from reportkit.scaffold.filling import Values, Written, fill
from reportkit.scaffold.owned import stamped
from reportkit.scaffold.templates import Template, sources
from reportkit.scaffold.words import WORDS, Words


@dataclass(frozen=True, slots=True)
class Choice:
    """What a folder is made from; `slides` says whether the talk comes along with the report."""

    template: Template
    language: str = "en"
    form: str = "neurips"
    slides: bool = True

    @property
    def words(self) -> Words:
        """Return the words of the chosen language."""
        return WORDS[self.language]

    @property
    def with_slides(self) -> bool:
        """Return whether the folder gets slides beside its main document."""
        return self.slides and self.template.slides is not None


@dataclass(frozen=True, slots=True)
class PlannedFile:
    """A file of a folder: its path with slashes, its text, and whether it stays reportkit's."""

    path: str
    text: str
    owned: bool


def planned_files(choice: Choice, student: Student, facts: PaperFacts) -> tuple[PlannedFile, ...]:
    """Return the files of a folder by path. Raises UsageProblem for a faulty template."""
    found = sources(choice.template, choice.language, choice.form, slides=choice.with_slides)
    values = _values(choice, student, facts, tuple(found))
    texts = {path: fill(source.read_text("utf-8"), values, path) for path, source in found.items()}
    texts["generated/paper.tex"] = generated.paper_macros(facts, choice.words)
    table = generated.results_table(facts, choice.words)
    if table and any(r"\input{generated/results}" in text for text in texts.values()):
        texts["generated/results.tex"] = table
    return tuple(_planned(choice.template, path, text) for path, text in sorted(texts.items()))


def _planned(template: Template, path: str, text: str) -> PlannedFile:
    owned = template.owns(path)
    if path.startswith("generated/"):
        text = f"% Written by reportkit from the paper; changes belong into reportkit.toml.\n{text}"
    return PlannedFile(path, stamped(text, path) if owned else text, owned)


def _values(choice: Choice, student: Student, facts: PaperFacts, paths: tuple[str, ...]) -> Values:
    """Return every value that a template may name."""
    words = choice.words
    asked = {question.key for question in choice.template.questions}
    heading = choice.template.heading.get(choice.language, "")
    author = student.author or Written(rf"\rkfill{{{words.todo_author}}}")
    return {
        "language": choice.language,
        "german": choice.language if choice.language == "de" else "",
        "babel": words.babel,
        "template": choice.template.id,
        "form": choice.form if choice.template.form else "",
        "slides": Written("true" if choice.with_slides else "false"),
        "rubric": choice.template.rubric or "none",
        "ignore": Written(", ".join(f'"{code}"' for code in choice.template.ignore)),
        "pdf": str(PurePosixPath(choice.template.main).with_suffix(".pdf")),
        "paper_file": facts.file,
        "author": author,
        "author_block": Written(_author_block(student, words, asked)),
        "seminar": _joined(student.seminar, student.term),
        "date": student.date or Written(r"\today"),
        "slides_date": student.slides_date or student.date or Written(r"\today"),
        "dates": Written(_dates(student)),
        "report_title": student.title or Written(rf"{heading} \rkpapertitle".strip()),
        "slides_title": student.title or Written(r"\rkpapertitle"),
        "readme_title": student.title or f"{heading} {plain(facts.title) or '...'}".strip(),
        "paper_line": Written(_paper_line(facts, words)),
        "file_table": Written(_file_table(paths, words)),
        "sources": Written(_sources(facts)),
        "settings": Written(_settings(student)),
        "kept_dates": Written(_kept_dates(student)),
        "bibliography": Written(generated.bibliography(facts)),
        "has_results": "yes" if facts.results else "",
        "main_results": Written(generated.main_results(facts, words)),
        "key_lemmas": Written(generated.key_lemmas(facts, words)),
        "proof_notes": Written(generated.proof_notes(facts, words)),
        "slides_results": Written(generated.slides_results(facts, words)),
        "slides_lemmas": Written(generated.slides_lemmas(facts)),
        "notation": Written(generated.notation_rows(facts.symbols, words)),
    }


def _joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)


def _author_block(student: Student, words: Words, asked: set[str]) -> str:
    r"""Return what goes into \author: the name, and what is known beside it in small type."""
    name = latex(student.author) or rf"\rkfill{{{words.todo_author}}}"
    number = latex(student.matriculation)
    if not number and "matriculation" in asked:
        number = rf"\rkfill{{{words.todo_matriculation}}}"
    lines = [f"{words.matriculation} {number}"] if student.matriculation else [number]
    lines.append(latex(_joined(student.seminar, student.term)))
    if student.tutor:
        lines.append(f"{words.tutor} {latex(student.tutor)}")
    return "".join([name, *(rf"\\\small {line}" for line in lines if line)])


def _dates(student: Student) -> str:
    return "\n".join(f"- {markdown(when)}: {markdown(what)}" for what, when in student.dates)


def _paper_line(facts: PaperFacts, words: Words) -> str:
    """Return the README's sentence about the paper, "" where none was given."""
    if not facts.title:
        return ""
    link = f", [arXiv:{facts.arxiv}](https://arxiv.org/abs/{facts.arxiv})" if facts.arxiv else ""
    file = f", `{facts.file}`" if facts.file else ""
    authors = markdown(", ".join(facts.authors)) or "?"
    return words.paper_by.format(
        title=f"*{markdown(facts.title)}*", authors=authors, rest=link + file
    )


def _file_table(paths: tuple[str, ...], words: Words) -> str:
    there = {*paths, "generated/"}
    return "\n".join(f"| `{path}` | {text} |" for path, text in words.file_words if path in there)


def _sources(facts: PaperFacts) -> str:
    return "\n".join(
        f"- {field}: {markdown(value)} ({markdown(source)})"
        for field, value, source in facts.origins
    )


def _settings(student: Student) -> str:
    """Return the lines of [template.values]: what was given, and comments for what may be."""
    given = {
        "author": student.author,
        "matriculation": student.matriculation,
        "title": student.title,
        "seminar": student.seminar,
        "term": student.term,
        "tutor": student.tutor,
        "date": student.date,
        "slides-date": student.slides_date,
    }
    given |= dict(student.corrections)
    lines = [f'{key} = "{toml(value)}"' for key, value in given.items() if value]
    return "\n".join([*lines, '# paper-title = "..."    what reportkit could not read right'])


def _kept_dates(student: Student) -> str:
    """Return the lines of [template.dates], so that an update knows the seminar's dates."""
    return "\n".join(f'"{toml(what)}" = "{toml(when)}"' for what, when in student.dates)


def refuse_full(folder: Path, *, force: bool) -> None:
    """Raise UsageProblem where `folder` is a file, or holds anything and `force` is not given."""
    if folder.exists() and not folder.is_dir():
        raise UsageProblem(f"{folder} is a file; give the name of a new folder")
    if folder.is_dir() and any(folder.iterdir()) and not force:
        raise UsageProblem(
            f"{folder} is not empty; give a new name, or --force to add what is missing there"
        )


def write_folder(
    folder: Path, files: tuple[PlannedFile, ...], copies: Mapping[str, Path]
) -> tuple[str, ...]:
    """Write what is missing in a folder and return its paths in order; `copies` are name -> file.

    No file that is there is overwritten.
    """
    written = []
    for planned in files:
        target = folder / planned.path
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            write_whole(target, planned.text)
            written.append(planned.path)
    for name, source in copies.items():
        if not (folder / name).exists():
            write_whole(folder / name, source.read_bytes())
            written.append(name)
    return tuple(written)


def paper_name(name: str) -> str:
    """Return what a paper is called in the folder: ASCII letters, digits, dot and hyphen.

    It is none of the names that a build writes.
    """
    kept = "".join(
        c if c.isascii() and (c.isalnum() or c in ".-_") else "-" for c in one_line(name)
    )
    kept = kept.strip(".-") or "paper"
    return f"paper-{kept}" if kept.split(".")[0] in ("report", "slides", "notes") else kept
