"""The results as one self-contained HTML page: the graph, the key results, every statement."""

from html import escape

from reportkit.analysis.catalogue import Catalogue
from reportkit.analysis.statements import ExternalUse
from reportkit.reporters.inventory.drawing import drawing
from reportkit.reporters.inventory.rows import Row, heading, pages_of, rows, shown
from reportkit.reporters.inventory.svg import picture

_MOST_NODES = 150
_STYLE = """
:root{color-scheme:light dark;--ink:#1c2430;--soft:#5b6675;--back:#fbfbfc;--card:#fff;--rule:#d9dee6;--link:#1f4e9e}
@media (prefers-color-scheme:dark){:root{--ink:#e8ecf2;--soft:#a3afc0;--back:#161b23;--card:#1d2430;--rule:#374152;--link:#8fb8ff}}
body{margin:0 auto;max-width:72rem;padding:1.5rem;font:16px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--back)}
h1{font-size:1.5rem;margin:0}h2{font-size:1.15rem;margin:2rem 0 .5rem}
a{color:var(--link)}.soft{color:var(--soft)}
.graph{overflow:auto;border:1px solid var(--rule);border-radius:6px}.graph svg{max-width:none;display:block;margin:auto}
article{background:var(--card);border:1px solid var(--rule);border-radius:6px;padding:.6rem 1rem;margin:.6rem 0;overflow-wrap:anywhere}
article:target{outline:3px solid var(--link)}
article h3{font-size:1rem;margin:0}article p{margin:.3rem 0}
.badge{border:1px solid var(--rule);border-radius:9px;padding:0 .5em;font-size:.8rem;color:var(--soft)}
.skip{position:absolute;left:-99rem}.skip:focus{position:static}
label{margin-right:1rem}input[type=search]{font:inherit;padding:.2rem .5rem;width:18rem;max-width:100%}
@media print{.tools{display:none}article{break-inside:avoid}}
"""
# filters by words and kind; without scripts the whole list is there
_SCRIPT = """
const q=document.getElementById('q'),k=document.getElementById('kind'),n=document.getElementById('count'),
items=[...document.querySelectorAll('article')];
function filter(){const w=q.value.toLowerCase();let c=0;for(const a of items){
const on=(!k.value||a.dataset.kind===k.value||(k.value==='*'&&'key' in a.dataset))&&a.textContent.toLowerCase().includes(w);
a.hidden=!on;c+=on}n.textContent=c+' of '+items.length+' shown'}
q.addEventListener('input',filter);k.addEventListener('change',filter);
addEventListener('hashchange',()=>{const a=document.getElementById(location.hash.slice(1));
if(a&&a.hidden){q.value='';k.value='';filter();a.scrollIntoView()}});
"""


def render(catalogue: Catalogue) -> str:
    """Return the page; every word that comes from the paper is escaped."""
    listed = rows(catalogue)
    named = {row.statement.id: row for row in listed}
    title = escape(shown(catalogue.paper.title or catalogue.paper.file, 300))
    authors = escape(shown(", ".join(catalogue.paper.authors), 300))
    drawn = picture(catalogue, _place) if catalogue.inventory.statements else ""
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
<title>{title}: results</title>
<style>{_STYLE}</style>
</head>
<body>
<a class="skip" href="#list">Skip the graph</a>
<header><h1>{title}</h1>
<p class="soft">{authors}</p>
<p>{escape(shown(heading(catalogue)))}</p></header>
<main>
<h2 id="graph">How they hang together</h2>
<div class="graph" tabindex="0" role="region" aria-labelledby="graph">{drawn}</div>
{_whole_graph(catalogue)}
{_keys(catalogue, named)}
<h2 id="list">All statements</h2>
{_tools(listed)}
{"".join(_article(row, named) for row in listed)}
</main>
<script>{_SCRIPT}</script>
</body>
</html>
"""


def _place(id: str) -> str:
    return f"#{id}"


def _whole_graph(catalogue: Catalogue) -> str:
    """Return the graph of all that is linked, folded away.

    "" where it would show nothing more, or more than anybody can read.
    """
    number = len(drawing(catalogue, everything=True).shown.nodes)
    if not len(drawing(catalogue).shown.nodes) < number <= _MOST_NODES:
        return ""
    return (
        f"<details><summary>All {number} statements that use another one or are used</summary>"
        '<div class="graph" tabindex="0" role="region" aria-label="The whole graph">'
        f"{picture(catalogue, _place, everything=True)}</div></details>"
    )


def _keys(catalogue: Catalogue, named: dict[str, Row]) -> str:
    """Return the ranked key results with their reasons, "" where there are none."""
    results = (*catalogue.keys.main, *catalogue.keys.lemmas)
    items = "".join(
        f"<li>{_link(named[result.id])}: {escape(shown(result.reason))}</li>" for result in results
    )
    return f"<h2>Key results</h2>\n<ol>{items}</ol>" if items else ""


def _tools(listed: tuple[Row, ...]) -> str:
    kinds = dict.fromkeys(row.statement.kind for row in listed)
    options = "".join(f"<option>{escape(shown(kind))}</option>" for kind in kinds)
    return (
        '<p class="tools"><label>Search <input type="search" id="q"></label>'
        '<label>Kind <select id="kind"><option value="">all</option>'
        f'<option value="*">key results</option>{options}</select></label>'
        '<span id="count" role="status" class="soft"></span></p>'
    )


def _article(row: Row, named: dict[str, Row]) -> str:
    statement = row.statement
    name = f" ({escape(shown(statement.name))})" if statement.name else ""
    badges = "".join(
        f' <span class="badge">{escape(word)}</span>'
        for word in ("main result" if row.main else "key lemma" if row.key else "", row.treatment)
        if word
    )
    page = f'<span class="soft">p. {statement.page}</span>' if statement.page else ""
    lines = [
        escape(shown(statement.text)),
        _proof(row),
        _links("Uses", row.uses, named),
        _links("Used by", row.used_by, named),
        _links("Printed again from", (statement.restates,) if statement.restates else (), named),
        _external(statement.external),
    ]
    return (
        f'<article id="{escape(shown(statement.id))}" data-kind="{escape(shown(statement.kind))}"'
        f"{' data-key=1' if row.key else ''}>"
        f"<h3>{escape(shown(row.title))}{name} {page}{badges}</h3>"
        f"{''.join(f'<p>{line}</p>' for line in lines if line)}</article>\n"
    )


def _proof(row: Row) -> str:
    if row.proof is None:
        return ""
    words = "Proof sketch" if row.proof.sketch else "Proof"
    return f'<span class="soft">{words} {pages_of(row.proof)}</span>'


def _links(words: str, ids: tuple[str, ...], named: dict[str, Row]) -> str:
    links = ", ".join(_link(named[id]) for id in ids if id in named)
    return f'<span class="soft">{words}</span> {links}' if links else ""


def _external(uses: tuple[ExternalUse, ...]) -> str:
    texts = dict.fromkeys(shown(use.text) for use in uses)
    words = escape("; ".join(texts))
    return f'<span class="soft">From other works</span> {words}' if words else ""


def _link(row: Row) -> str:
    return f'<a href="#{escape(shown(row.statement.id))}">{escape(shown(row.title))}</a>'
