"""What TeX's names for letters and signs print: Greek, relations, accents, spaces."""

import unicodedata

from reportkit.analysis.greek import GREEK

SIGNS = {
    **GREEK, "varkappa": "ϰ", "digamma": "ϝ", "ell": "ℓ", "hbar": "ℏ", "aleph": "ℵ", "wp": "℘",
    "imath": "ı", "jmath": "ȷ", "Re": "ℜ", "Im": "ℑ",
    "leq": "≤", "le": "≤", "leqslant": "≤", "geq": "≥", "ge": "≥", "geqslant": "≥", "neq": "≠",
    "ne": "≠", "approx": "≈", "equiv": "≡", "sim": "∼", "simeq": "≃", "cong": "≅", "propto": "∝",
    "ll": "≪", "gg": "≫", "lesssim": "≲", "gtrsim": "≳", "preceq": "⪯", "succeq": "⪰",
    "prec": "≺", "succ": "≻", "subset": "⊂", "subseteq": "⊆", "supset": "⊃", "supseteq": "⊇",
    "in": "∈", "notin": "∉", "ni": "∋", "cup": "∪", "cap": "∩", "bigcup": "⋃", "bigcap": "⋂",
    "setminus": "∖", "emptyset": "∅", "varnothing": "∅", "forall": "∀", "exists": "∃",
    "nexists": "∄", "neg": "¬", "lnot": "¬", "land": "∧", "wedge": "∧", "lor": "∨", "vee": "∨",
    "to": "→", "rightarrow": "→", "longrightarrow": "→", "leftarrow": "←", "gets": "←",
    "leftrightarrow": "↔", "Rightarrow": "⇒", "implies": "⇒", "Longrightarrow": "⇒",
    "Leftarrow": "⇐", "impliedby": "⇐", "Leftrightarrow": "⇔", "iff": "⇔", "mapsto": "↦",
    "uparrow": "↑", "downarrow": "↓", "hookrightarrow": "↪", "rightharpoonup": "⇀",
    "infty": "∞", "partial": "∂", "nabla": "∇", "sum": "∑", "prod": "∏", "int": "∫", "oint": "∮",
    "coprod": "∐", "bigoplus": "⨁", "bigotimes": "⨂", "sqrt": "√", "pm": "±", "mp": "∓",
    "times": "×", "div": "÷", "cdot": "·", "ast": "∗", "star": "⋆", "circ": "∘", "bullet": "•",
    "oplus": "⊕", "otimes": "⊗", "odot": "⊙", "ominus": "⊖", "perp": "⊥", "bot": "⊥", "top": "⊤",
    "mid": "|", "vert": "|", "lvert": "|", "rvert": "|", "Vert": "‖", "lVert": "‖", "rVert": "‖",
    "|": "‖", "parallel": "∥", "langle": "⟨", "rangle": "⟩", "lfloor": "⌊", "rfloor": "⌋",
    "lceil": "⌈", "rceil": "⌉", "ldots": "…", "dots": "…", "cdots": "⋯", "vdots": "⋮",
    "ddots": "⋱", "dotsc": "…", "dotsb": "⋯", "prime": "′", "dagger": "†", "ddagger": "‡",
    "angle": "∠", "triangle": "△", "square": "□", "Box": "□", "blacksquare": "■", "colon": ":",
    "coloneqq": "≔", "eqqcolon": "≕", "triangleq": "≜", "models": "⊨", "vdash": "⊢",
    "complement": "∁", "backslash": "\\", "lbrace": "{", "rbrace": "}", "lbrack": "[",
    "rbrack": "]", "S": "§", "P": "¶", "copyright": "©", "pounds": "£", "euro": "€",
    "ss": "ß", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "o": "ø", "O": "Ø", "l": "ł",
    "L": "Ł", "aa": "å", "AA": "Å", "i": "ı", "j": "ȷ", "textquoteright": "’", "textendash": "–",
    "textemdash": "—", "textbackslash": "\\", "textasciitilde": "~", "textasciicircum": "^",
    "textbar": "|", "textless": "<", "textgreater": ">", "textunderscore": "_", "slash": "/",
    "textquotedblleft": "“", "textquotedblright": "”", "guillemotleft": "«", "lq": "‘",
    "guillemotright": "»", "textdegree": "°", "LaTeX": "LaTeX", "TeX": "TeX", "checkmark": "✓",
    "textellipsis": "…", "glqq": "„", "grqq": "“", "rq": "’", "%": "%", "&": "&", "#": "#",
    "_": "_", "$": "$", "{": "{", "}": "}", "dh": "ð", "th": "þ", "textregistered": "®",
}  # fmt: skip
OPERATORS = frozenset(
    [
        "log",
        "ln",
        "exp",
        "sin",
        "cos",
        "tan",
        "cot",
        "sec",
        "csc",
        "arcsin",
        "arccos",
        "arctan",
        "sinh",
        "cosh",
        "tanh",
        "max",
        "min",
        "sup",
        "inf",
        "lim",
        "limsup",
        "liminf",
        "arg",
        "argmax",
        "argmin",
        "det",
        "dim",
        "ker",
        "deg",
        "gcd",
        "hom",
        "Pr",
        "mod",
        "tr",
        "rank",
        "sign",
        "diag",
    ]
)
# commands that stand for a blank of some width
SPACES = frozenset(
    [
        ",",
        ";",
        ":",
        "!",
        ">",
        "quad",
        "qquad",
        "enspace",
        "thinspace",
        "medspace",
        "thickspace",
        "hfill",
        "hfil",
        "hss",
    ]
)
SPACES |= {" ", "\n", "\t", "/", "nobreakspace", "xspace", "space"}
_ACCENTS = {
    "'": "\u0301", "`": "\u0300", "^": "\u0302", '"': "\u0308", "~": "\u0303", "=": "\u0304",
    ".": "\u0307", "u": "\u0306", "v": "\u030c", "H": "\u030b", "c": "\u0327", "k": "\u0328",
    "r": "\u030a", "d": "\u0323", "b": "\u0331",
}  # fmt: skip
TEXT_ACCENTS = frozenset(_ACCENTS)


def accented(accent: str, letter: str) -> str:
    """Return the letter with TeX's accent: accented("'", "e") is "é"."""
    base = {"ı": "i", "ȷ": "j"}.get(letter[:1], letter[:1])
    return unicodedata.normalize("NFC", base + _ACCENTS[accent]) + letter[1:]
