"""What a font's name says of its letters: mathematics, bold, slanted, small capitals, typewriter."""

import re
from functools import lru_cache

from reportkit.records import dataclass

# Families that TeX, Word and their kin set mathematics in; text fonts never carry these names.
_MATH = re.compile(
    r"""(?ix)^(?:
        CMMI|CMSY|CMEX|CMBSY|CMMIB|MSAM|MSBM|EUFM|EUFB|EUSM|EUSB|EURM|EURB|EUEX|RSFS|LASY|
        LMMath|LMMI|LMSY|LMEX|NewCMMath|TeX-?(?:math|cmex)|math[abcx]\d|
        (?:New)?(?:N?TX|PX|rtx|rpx|zpl|ztm|zav|zer)(?:b?mi|b?sy|b?ex|bmi|sya|syb|syc|mia|exx|r?mi)|
        NewTX(?:B?MI|B?MI\w*)|ntx(?:b?mi|sy|exx?|mia)|t1?x(?:b?sy|b?ex|b?mia?)|px(?:b?sy|b?ex|b?mia?)|
        rtxb?mi|rpxb?mi|zptmcm|psyr|pzdr|fourier-(?:m|ms|alo|orns)|futm|
        STIX\w*(?:Math|Sizes|NonUni|Integrals|Variants)|XITSMath|Asana|
        BBM|BBOLD|DSROM|DSSERIF|STMARY|WASY|ESINT|MnSymbol|FdSymbol|MdSymbol|BOONDOX|
        MTMI|MTSY|MTEX|MT(?:Extra|SYN?)|Euclid(?:Symbol|Extra|MathOne|MathTwo|Fraktur)|
        Symbol|SymbolMT|MathematicalPi|Universal|ESSTIX|AMSa|AMSb|
        \w*[-_]?Math(?:$|[-_A-Z0-9])|\w+MathItalic|\w+MathSymbols
    )"""
)
_BOLD = re.compile(
    r"(?i)bold|black|heavy|medi(?!um)|semib|demi|^(?:CM|SF|LM\w*)?BX|^CMB|^SF[BS]X|^ECBX|^SFB|-B(?:old)?$|bx\d"
)
_ITALIC = re.compile(
    r"(?i)ital|obli|slant|^CM(?:TI|SL|BXTI|BXSL|U\d|SSI|ITT)|^SF(?:TI|SL|BI|IT|SI)|^EC(?:TI|SL)|-It\b|^CMMI"
)
_CAPS = re.compile(r"(?i)^CMCSC|^SF(?:CC|XC|SC)|^ECCC|caps|smcp|-SC\b|SC\d|csc")
_MONO = re.compile(
    r"(?i)^CM(?:TT|SLTT|ITT|VTT|TCSC)|^SF(?:TT|IT|ST|VT)|^ECTT|mono|courier|NimbusMon|typewriter|code|consol|^LMMono|^txtt|^zi4|inconsol"
)
_EXTENSION = re.compile(
    r"(?i)^(?:CMEX|LMMathExtension|LMEX|EUEX|TeX-(?:mathx|cmex)|t1?xb?ex|px(?:b?ex)|ntxexx?|STIX\w*Sizes|MTEX|ESINT|mathx)"
)


@dataclass(frozen=True, slots=True)
class Style:
    """What a font's name says.

    `extension` marks big operators and delimiters with odd baselines, `symbolic` fonts whose
    characters may be named by their codes alone.
    """

    name: str
    math: bool
    bold: bool
    italic: bool
    small_caps: bool
    mono: bool
    extension: bool
    symbolic: bool = False


@lru_cache(maxsize=4096)
def style_of(font_name: str) -> Style:
    """Return the style of a font by its name, with or without a subset prefix ("ABCDEF+")."""
    name = plain_name(font_name)
    return Style(
        name=name,
        math=bool(_MATH.match(name)),
        bold=bool(_BOLD.search(name)),
        italic=bool(_ITALIC.search(name)),
        small_caps=bool(_CAPS.search(name)),
        mono=bool(_MONO.search(name)),
        extension=bool(_EXTENSION.match(name)),
        symbolic=bool(_EXTENSION.match(name)) or name.startswith(("TeX-matha", "LASY")),
    )


def plain_name(font_name: str) -> str:
    """Return a font's name without its subset prefix and leading slash."""
    name = font_name.lstrip("/")
    return name[7:] if name[6:7] == "+" and name[:6].isupper() else name
