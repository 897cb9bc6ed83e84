package io.github.luffyrl.rewards.internal.answer;

import java.util.Set;

/** The commands and words that belong to a term, and those that end it. */
final class TermWords {

    /** Commands that separate statements, or that are only layout. */
    static final Set<String> SEPARATORS =
            Set.of(
                    "quad",
                    "qquad",
                    "Rightarrow",
                    "implies",
                    "Longrightarrow",
                    "therefore",
                    "because",
                    "to",
                    "rightarrow",
                    "longrightarrow",
                    "Leftrightarrow",
                    "iff",
                    "begin",
                    "end",
                    "tag",
                    "square",
                    "blacksquare",
                    "Box",
                    "qed",
                    "checkmark",
                    "hline",
                    "newline",
                    "par",
                    "item",
                    "in",
                    "n",
                    "boxed",
                    "fbox",
                    "label",
                    "hfill",
                    "qedhere",
                    "approx",
                    "thickapprox",
                    "simeq");

    static final Set<String> LAYOUT =
            Set.of(
                    "displaystyle",
                    "textstyle",
                    "large",
                    "Large",
                    "LARGE",
                    "huge",
                    "Huge",
                    "normalsize",
                    "bf",
                    "bm",
                    "left",
                    "right",
                    "big",
                    "Big",
                    "bigg",
                    "Bigg",
                    "bigl",
                    "bigr",
                    "Bigl",
                    "Bigr",
                    "color",
                    "rm",
                    "boldsymbol",
                    "hspace",
                    "vspace");

    /** Commands whose group is words. */
    static final Set<String> TEXT =
            Set.of(
                    "text",
                    "textbf",
                    "textit",
                    "mathrm",
                    "mathbf",
                    "mbox",
                    "textrm",
                    "textnormal",
                    "textsf",
                    "texttt",
                    "operatorname",
                    "hbox",
                    "emph",
                    "mathit",
                    "mathsf");

    /** Words that are mathematics. */
    static final Set<String> MATHEMATICS =
            Set.of(
                    "sqrt",
                    "pi",
                    "ln",
                    "log",
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
                    "theta",
                    "alpha",
                    "beta",
                    "mod",
                    "gcd",
                    "lcm",
                    "max",
                    "min",
                    "binom",
                    "choose",
                    "frac",
                    "infinity",
                    "million",
                    "billion",
                    "trillion",
                    "thousand",
                    "hundred",
                    "dozen",
                    "cbrt",
                    "times",
                    "abs",
                    "floor",
                    "ceil",
                    "det",
                    "lg");

    private TermWords() {}
}
