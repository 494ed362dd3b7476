"""`reportkit doctor` and `reportkit engines`: what is installed, and how to get the rest."""

import platform
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

from reportkit.engines import languagetool, spacy_nlp
from reportkit.engines.wordlist import frequencies
from reportkit.errors import EngineMissing, UsageProblem
from reportkit.records import dataclass
from reportkit.resources import write_whole

_INSTALL_S = 1800
_POM = """\
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>reportkit</groupId>
  <artifactId>languagetool</artifactId>
  <version>1</version>
  <dependencies>
{dependencies}
  </dependencies>
</project>
"""
_DEPENDENCY = """\
    <dependency>
      <groupId>org.languagetool</groupId>
      <artifactId>{artifact}</artifactId>
      <version>{version}</version>
    </dependency>"""
_ARTIFACTS = ("languagetool-server", "language-en", "language-de")


@dataclass(frozen=True, slots=True)
class Part:
    """A program or package that reportkit can use. `found` says which one is there, "" for none.

    `adds` is what it is good for, `how` the command that gets it.
    """

    name: str
    found: str
    adds: str
    how: str


_ORGANISER = ("scipy", "icalendar", "tomlkit", "pybtex")


def doctor() -> tuple[Part, ...]:
    """Return what reportkit can use, in the order of how much is missed without it."""
    pipeline = spacy_nlp.installed()
    reason = languagetool.missing()
    place = "" if reason else str(languagetool.home())
    return (
        Part("Python", platform.python_version(), "runs reportkit", ""),
        Part("Harper", _version("harper-py"), "grammar, in process", "pip install harper-py"),
        Part(
            "word list",
            f"{len(frequencies()):,} words" if frequencies() else "",
            "spelling",
            "pip install pyspellchecker",
        ),
        Part(
            "spaCy pipeline",
            f"{pipeline} (spaCy {_version('spacy')})" if pipeline else "",
            "agreement, articles, verb forms: half of the grammar",
            'pip install "reportkit[spacy]"',
        ),
        Part("Java", _java(), "runs LanguageTool", "install Java 17 or newer"),
        Part(
            "LanguageTool",
            place,
            "more grammar in English, and German",
            "reportkit engines install languagetool",
        ),
        Part("latexmk", shutil.which("latexmk") or "", "reportkit build", "install TeX Live"),
        Part(
            "organiser",
            "" if _missing(_ORGANISER) else ", ".join(_ORGANISER),
            "assign, timeline --ics, papers from .bib files",
            'pip install "reportkit[organiser]"',
        ),
    )


def _missing(packages: tuple[str, ...]) -> bool:
    return any(find_spec(package) is None for package in packages)


def install_languagetool(say: Callable[[str], None]) -> Path:
    """Fetch LanguageTool into the user's data folder and return it; `say` hears what happens.

    With Maven where it is there, else with language-tool-python's own download. Raises EngineMissing
    with the next step where neither works.
    """
    target = languagetool.own_home()
    if any(target.glob("*.jar")):
        say("LanguageTool is there already")
        return target
    maven = shutil.which("mvn")
    if maven:
        say(f"fetching LanguageTool {languagetool.VERSION} with Maven (245 MB)")
        return _from_maven(maven, target)
    say("there is no Maven; trying language-tool-python's download (about 250 MB)")
    return _from_language_tool_python()


def _from_maven(maven: str, target: Path) -> Path:
    """Let Maven copy the jars beside the target, then move them there in one step."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        jars = Path(folder) / "jars"
        entries = (_DEPENDENCY.format(artifact=a, version=languagetool.VERSION) for a in _ARTIFACTS)
        write_whole(Path(folder) / "pom.xml", _POM.format(dependencies="\n".join(entries)))
        command = [maven, "-q", "-B", "dependency:copy-dependencies", f"-DoutputDirectory={jars}"]
        try:
            done = subprocess.run(
                command, cwd=folder, capture_output=True, timeout=_INSTALL_S, check=False
            )
        except (OSError, subprocess.TimeoutExpired) as problem:
            raise EngineMissing(
                f"Maven did not finish ({type(problem).__name__}); try again"
            ) from None
        if done.returncode or not any(jars.glob("languagetool-core*.jar")):
            last = (done.stdout + done.stderr).decode("utf-8", "replace").strip().splitlines()
            why = next((line for line in last if "ERROR" in line), "no jars came")
            raise EngineMissing(f"Maven could not fetch LanguageTool: {why[:160]}")
        jars.rename(target)
    return target


def _from_language_tool_python() -> Path:
    try:
        from language_tool_python.download_lt import download_lt
    except ImportError:
        raise EngineMissing(
            "neither Maven nor language-tool-python is there; install Maven, or run "
            'pip install "reportkit[languagetool]", then try again'
        ) from None
    try:
        download_lt()
    except Exception as problem:  # whatever a foreign download raises is one line for a person
        raise EngineMissing(f"language-tool-python could not fetch it: {problem}") from None
    return languagetool.home()


def remove_languagetool() -> Path | None:
    """Delete what install_languagetool put there; return the folder, None where there was none."""
    target = languagetool.own_home()
    if not target.is_dir():
        return None
    if not any(target.glob("languagetool-core*.jar")):
        raise UsageProblem(f"{target} does not look like LanguageTool; delete it by hand")
    shutil.rmtree(target)
    return target


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def _java() -> str:
    java = shutil.which("java")
    if not java:
        return ""
    try:
        done = subprocess.run([java, "-version"], capture_output=True, timeout=20, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    words = (done.stderr + done.stdout).decode("utf-8", "replace").splitlines()
    return words[0].strip() if words else ""
