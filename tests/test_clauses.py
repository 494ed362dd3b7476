"""What the shape of the words tells, whatever a tagger makes of a faulty sentence."""

import pytest

from reportkit import lint
from reportkit.engines import spacy_nlp

pytestmark = pytest.mark.skipif(spacy_nlp.installed() is None, reason="no pipeline")

# the fault stands between brackets
FAULTY = [
    ("RK706", "A map that [satisfy] this bound is called tame."),
    ("RK706", "The second summand on the right [vanish] as $n$ grows."),
    ("RK706", "The estimates in this chapter [implies] that the loss is small."),
    ("RK706", "We see what [happen] when the width grows."),
    ("RK706", "The following figure [show] the loss of both nets."),
    ("RK706", "The width and the depth [determines] the rate."),
    ("RK706", "Solving these equations [give] the minimizer."),
    ("RK706", "There [exists] integers that satisfy it."),
    ("RK706", "We show that the sums of such terms [converges] to zero."),
    ("RK706", "This script reads the weights and [compare] the two losses."),
    ("RK710", "It then seeks to [minimizes] the penalty."),
    ("RK705", "Without [define] the norm we cannot go on."),
    ("RK710", "Letting $n$ [tends] to infinity, we obtain the claim."),
    ("RK710", "The rate can [depends] on the depth."),
    ("RK711", "The estimator is [define] in the appendix."),
    ("RK711", "It must be [note] that the constant is large."),
    ("RK711", "We have [prove] the first part."),
    ("RK712", "The rate does [not on] the depth."),
    ("RK712", "[We the] unique map with this property."),
    ("RK712", "[This because] the kernel is positive."),
    ("RK712", "Note that the bound [independent] of the width."),
    ("RK724", "The rate [depends] the depth."),
    ("RK724", "The weights are [assumed be] bounded."),
    ("RK724", "We [want prove] two claims."),
    ("RK726", "[Since is] convex, the minimum is unique."),
    ("RK726", "In Section 3 [is] shown that the kernel is constant."),
    ("RK726", "[Then can] apply the bound."),
    ("RK707", "[This lemmas] says that the sum is finite."),
    ("RK707", "The method needs two [pointer]."),
    ("RK708", "We use [same] notation as before."),
    ("RK708", "We prove [following] lemma by induction."),
    ("RK708", "This is [most] naive approach."),
    ("RK708", "We start from [largest] subsets."),
    ("RK708", "With [help] of the lemma we conclude."),
    ("RK708", "We see it as [function] of the depth."),
    ("RK721", "This does not contain any of the [subset]."),
    ("RK708", "We see that [such function] exists."),
    ("RK708", "It holds for [arbitrary polynomial]."),
    ("RK709", "These bounds [the provide] the rate."),
    ("RK710", "Now [supposed] that the loss is convex."),
    ("RK712", "[This a] strong condition."),
    ("RK712", "[They not depend] on the depth."),
    ("RK725", "Because [we it] has a minimum, we are done."),
    ("RK704", "The error is smaller [as] in the first case."),
    ("RK706", "Both the width and the depth [plays] a role."),
    ("RK706", "When $n$ [converge] to zero, we are done."),
    ("RK706", "The author's main result [imply] that the loss is small."),
    ("RK708", "[Proof] of the lemma relies on a covering."),
    ("RK708", "We obtain [similar result] for the loss."),
    ("RK709", "It is trained by [the minimizing] the risk."),
    ("RK709", "It holds for [the each] layer."),
    ("RK710", "The idea is to [bounds] the norm."),
    ("RK710", "It can be modified to just [looking] for cycles."),
    ("RK712", "This seems to [worse] than the old bound."),
    ("RK723", "The claim follows [direct] from the definition."),
    ("RK723", "This is a [relative] strong assumption."),
    ("RK723", "The samples are [independently] of the weights."),
    ("RK724", "This is [one] the main ideas."),
    ("RK725", "It states that [that] the error vanishes."),
    ("RK729", "It lives as long as an [objects] lifetime."),
    ("RK706", "If $f$ [are] smooth, the claim holds."),
    ("RK706", "The bound that we derive in this chapter [require] it."),
    ("RK706", "The operators, notably the last one, [relies] on it."),
    ("RK706", "The loss and the weights [converges] to a limit."),
    ("RK706", "The set of such maps [are] dense."),
    ("RK706", "We ask how one [prove] it."),
    ("RK723", "They are [common] used in practice."),
    ("RK723", "This is [exact] the bound we need."),
    ("RK708", "We use [fact] that the loss is smooth."),
    ("RK708", "The ball is [union] of countably many sets."),
    ("RK708", "Note that [variance] of the terms is small."),
    ("RK708", "[In general case], the rate is slow."),
    ("RK708", "On [other hand], the loss is smooth."),
    ("RK718", "[Lets] see how it works."),
]
SOUND = [
    "It is well known that the sum of all terms is finite.",
    "This is a domain with boundary of bounded curvature.",
    "By definition of the norm, it holds.",
    "The correlation between our guesses and the true values is large.",
    "The rest of the maps are smooth, and a number of bounds are known.",
    "The weights, which are small, and the loss determine it.",
    "It leads the reader to believe it.",
    "Important facts such as Noether's theorem remain valid.",
    "The map is continuous if the space is compact, and it is easy to compute.",
    "A weights matrix is multiplied by the input.",
    "The larger of the two is smaller the longer we train.",
    "We call the following the main problem.",
    "With more compute the loss decreases.",
    "Condition A requires a light tail, and the strongest such notion is used.",
    "In such cases no such bound exists.",
    "We prove that a net is a map.",
    "This lets us choose the norm.",
    "We require that the loss decrease in every step.",
    "We let the width grow and the depth stay fixed.",
    "This makes the weights satisfy the constraint.",
    "The class of maps that satisfies this is small.",
    "The points on the surface of the ball which have norm one are extreme.",
    "In what follows, the norm is fixed.",
    "If the width were infinite, the kernel would be constant.",
    "What it does is converge.",
    "The space that we refer to contains all polynomials.",
    "To prove the final claim of the lemma consider the ring.",
    "Fine-tuning models with noise yields good results.",
    "We use this for the two cases at hand.",
    "We take this into account; of course, it holds by assumption.",
    "The map has a continuous inverse with compact support.",
    "This is devoted to proving the lower bound.",
    "The very same argument works for the following two cases.",
    "In practice we choose it at random and obtain the same rate.",
    "A priori bounds on the solution are known.",
    "Only then does the loss decrease.",
    "The larger the width is, the smaller is the loss.",
    "Theorem 2 Suppose that the loss is smooth.",
    "It then follows that the sum is finite.",
    "The rest of the arguments are similar.",
    "Had we chosen another norm, the rate would be worse.",
]


@pytest.mark.parametrize(("code", "marked"), FAULTY, ids=[text for _, text in FAULTY])
def test_a_fault_is_found_at_its_words(code: str, marked: str) -> None:
    text = marked.replace("[", "").replace("]", "")
    start, end = marked.index("["), marked.index("]") - 1
    found = [f for f in lint(text, markup="latex", grammar="off") if f.code == code]
    assert any(f.span is not None and f.span.start < end and f.span.end > start for f in found)


@pytest.mark.parametrize("text", SOUND)
def test_sound_sentences_pass(text: str) -> None:
    found = lint(text, markup="latex", grammar="off")
    assert not [f.message for f in found if f.code.startswith("RK7")]
