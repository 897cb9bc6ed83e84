package io.github.luffyrl.rewards.internal.math.parse;

import io.github.luffyrl.rewards.internal.math.Operator;
import io.github.luffyrl.rewards.internal.math.SetOperation;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The commands and words of LaTeX mathematics, each with its meaning. */
final class Vocabulary {

    static final Map<String, Operator> RELATIONS = new HashMap<>();
    static final Map<String, SetOperation> SET_OPERATIONS =
            Map.of(
                    "cup", SetOperation.UNION,
                    "bigcup", SetOperation.UNION,
                    "cap", SetOperation.INTERSECTION,
                    "bigcap", SetOperation.INTERSECTION,
                    "setminus", SetOperation.DIFFERENCE,
                    "smallsetminus", SetOperation.DIFFERENCE,
                    "backslash", SetOperation.DIFFERENCE);
    static final Map<String, String> OPENING =
            Map.ofEntries(
                    Map.entry("lparen", "("),
                    Map.entry("lgroup", "("),
                    Map.entry("langle", "("),
                    Map.entry("lbrack", "["),
                    Map.entry("lbrace", "\\{"),
                    Map.entry("lfloor", "floor"),
                    Map.entry("llcorner", "floor"),
                    Map.entry("lceil", "ceil"),
                    Map.entry("ulcorner", "ceil"),
                    Map.entry("lvert", "|"),
                    Map.entry("lVert", "|"));
    static final Map<String, String> CLOSING =
            Map.ofEntries(
                    Map.entry("rparen", ")"),
                    Map.entry("rgroup", ")"),
                    Map.entry("rangle", ")"),
                    Map.entry("rbrack", "]"),
                    Map.entry("rbrace", "\\}"),
                    Map.entry("rfloor", "floor"),
                    Map.entry("lrcorner", "floor"),
                    Map.entry("rceil", "ceil"),
                    Map.entry("urcorner", "ceil"),
                    Map.entry("rvert", "|"),
                    Map.entry("rVert", "|"));
    static final Map<String, String> OPERATORS =
            Map.ofEntries(
                    Map.entry("cdot", "*"),
                    Map.entry("times", "*"),
                    Map.entry("ast", "*"),
                    Map.entry("div", "/"),
                    Map.entry("slash", "/"),
                    Map.entry("pm", "\u00b1"),
                    Map.entry("mp", "\u2213"),
                    Map.entry("mod", "mod"),
                    Map.entry("bmod", "mod"));
    static final Map<String, String> NAMES =
            Map.ofEntries(
                    Map.entry("infty", "\u221e"),
                    Map.entry("infin", "\u221e"),
                    Map.entry("emptyset", "\u2205"),
                    Map.entry("varnothing", "\u2205"),
                    Map.entry("R", "\u211d"),
                    Map.entry("Reals", "\u211d"),
                    Map.entry("Z", "\u2124"),
                    Map.entry("N", "\u2115"),
                    Map.entry("Q", "\u211a"),
                    Map.entry("C", "\u2102"),
                    Map.entry("exponentialE", "e"),
                    Map.entry("imaginaryI", "i"),
                    Map.entry("imath", "i"),
                    Map.entry("varepsilon", "epsilon"),
                    Map.entry("varphi", "phi"),
                    Map.entry("vartheta", "theta"),
                    Map.entry("dots", "\u2026"),
                    Map.entry("ldots", "\u2026"),
                    Map.entry("cdots", "\u2026"),
                    Map.entry("dotsc", "\u2026"),
                    Map.entry("dotsm", "\u2026"),
                    Map.entry("dotsb", "\u2026"),
                    Map.entry("vdots", "\u2026"));

    /** Commands that change only the looks of what follows. */
    static final Set<String> IGNORED =
            Set.of(
                    "displaystyle",
                    "large",
                    "Large",
                    "LARGE",
                    "huge",
                    "Huge",
                    "small",
                    "normalsize",
                    "textstyle",
                    "scriptstyle",
                    "limits",
                    "nolimits",
                    "big",
                    "Big",
                    "bigg",
                    "Bigg",
                    "bigl",
                    "bigr",
                    "Bigl",
                    "Bigr",
                    "biggl",
                    "biggr",
                    "Biggl",
                    "Biggr",
                    "mathstrut",
                    "hfill",
                    "noindent",
                    "centering",
                    "mathbf",
                    "mathit",
                    "boldsymbol",
                    "bm",
                    "bold",
                    "mathcal",
                    "mathfrak",
                    "vec",
                    "overrightarrow",
                    "underline",
                    "boxed",
                    "fbox",
                    "bf",
                    "it",
                    "rm",
                    "left",
                    "right",
                    "mleft",
                    "mright",
                    "middle",
                    "hline",
                    "lbrace.",
                    "mathopen",
                    "mathclose",
                    "nonumber",
                    "notag");

    static final Set<String> SPACES =
            Set.of("enspace", "thinspace", "space", "nobreakspace", "newline");

    static final Set<String> TEXT_COMMANDS =
            Set.of(
                    "text",
                    "textbf",
                    "textit",
                    "textrm",
                    "textsf",
                    "texttt",
                    "textnormal",
                    "textup",
                    "mbox",
                    "hbox",
                    "mathrm",
                    "mathsf",
                    "mathtt",
                    "operatorname",
                    "operatorname*",
                    "mathop",
                    "emph",
                    "mathbb");

    /** Commands whose argument leaves no trace. */
    static final Set<String> DROPPED_WITH_ARGUMENT =
            Set.of(
                    "hspace",
                    "vspace",
                    "phantom",
                    "hphantom",
                    "vphantom",
                    "label",
                    "tag",
                    "color",
                    "textcolor");

    static final Set<String> GREEK =
            Set.of(
                    "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota",
                    "kappa", "lambda", "mu", "nu", "xi", "pi", "rho", "sigma", "tau", "upsilon",
                    "phi", "chi", "psi", "omega");

    /** What stands in front of the letters that name a figure. */
    static final Set<String> FIGURES =
            Set.of("angle", "triangle", "square", "parallelogram", "measuredangle");

    /** What stands over a letter or a name. */
    static final Set<String> ACCENTS =
            Set.of(
                    "hat",
                    "widehat",
                    "bar",
                    "tilde",
                    "widetilde",
                    "overline",
                    "vec",
                    "overrightarrow",
                    "overleftarrow",
                    "overleftrightarrow",
                    "overarc",
                    "angle",
                    "triangle",
                    "square",
                    "parallelogram",
                    "measuredangle");

    private static final Pattern ASSERTION =
            Pattern.compile(
                    "(?is)[a-z, ]*\\b(?:is|are|equals|equal to)\\s*:?|[a-z ]*\\banswer\\s*:");
    private static final Pattern DENIAL =
            Pattern.compile(
                    "(?is).*\\b(?:not|no|never|nor|neither|doubt|false|wrong|incorrect|unless|if"
                            + "|whether|than|least|most|except|but|cannot|hardly)\\b.*");

    /** Whether words name what comes next, as in "The answer is", and neither deny nor bound it. */
    static boolean isAssertion(String words) {
        return ASSERTION.matcher(words).matches() && !DENIAL.matcher(words).matches();
    }

    static final Map<Character, String> UNICODE = new HashMap<>();

    static {
        Object[][] relations = {
            {"=", Operator.EQUAL},
            {"eq", Operator.EQUAL},
            {"coloneqq", Operator.EQUAL},
            {"approx", Operator.APPROXIMATELY},
            {"simeq", Operator.APPROXIMATELY},
            {"thickapprox", Operator.APPROXIMATELY},
            {"doteq", Operator.APPROXIMATELY},
            {"approxeq", Operator.APPROXIMATELY},
            {"ne", Operator.NOT_EQUAL},
            {"neq", Operator.NOT_EQUAL},
            {"lt", Operator.LESS},
            {"gt", Operator.GREATER},
            {"le", Operator.LESS_OR_EQUAL},
            {"leq", Operator.LESS_OR_EQUAL},
            {"leqslant", Operator.LESS_OR_EQUAL},
            {"leqq", Operator.LESS_OR_EQUAL},
            {"ge", Operator.GREATER_OR_EQUAL},
            {"geq", Operator.GREATER_OR_EQUAL},
            {"geqslant", Operator.GREATER_OR_EQUAL},
            {"geqq", Operator.GREATER_OR_EQUAL},
            {"in", Operator.IN},
            {"notin", Operator.NOT_IN},
            {"equiv", Operator.EQUIVALENT},
            {"cong", Operator.CONGRUENT},
            {"to", Operator.TO},
            {"rightarrow", Operator.TO},
            {"Rightarrow", Operator.IMPLIES},
            {"implies", Operator.IMPLIES},
            {"longrightarrow", Operator.TO},
            {"mapsto", Operator.TO},
            {"iff", Operator.EQUIVALENCE},
            {"Leftrightarrow", Operator.EQUIVALENCE},
            {"subset", Operator.SUBSET},
            {"subseteq", Operator.SUBSET_OR_EQUAL},
            {"supset", Operator.SUPERSET},
            {"supseteq", Operator.SUPERSET_OR_EQUAL},
            {"sim", Operator.SIMILAR},
            {"propto", Operator.PROPORTIONAL},
            {"parallel", Operator.PARALLEL},
            {"perp", Operator.PERPENDICULAR},
            {"ll", Operator.MUCH_LESS},
            {"gg", Operator.MUCH_GREATER},
        };
        for (Object[] relation : relations) {
            RELATIONS.put((String) relation[0], (Operator) relation[1]);
        }
        String[][] letters = {
            {"\u2212\u2013\u2010\u2011\uff0d", "-"},
            {"\u00d7\u00b7\u22c5\u2217\u2219", "*"},
            {"\u00f7\u2215\u2044", "/"},
            {"\uff0b", "+"},
            {"\uff08", "("},
            {"\uff09", ")"},
            {"\uff0c\u3001", ","},
            {"\uff1b", ";"},
            {"\uff1a\u2236", ":"},
            {"\uff1d", "="},
            {"\u2223\uff5c", "|"},
            {"\u2264\u2a7d", "\\le "},
            {"\u2265\u2a7e", "\\ge "},
            {"\uff1c", "<"},
            {"\uff1e", ">"},
            {"\u2260", "\\ne "},
            {"\u2248\u2243", "\\approx "},
            {"\u2261", "\\equiv "},
            {"\u2208", "\\in "},
            {"\u2209", "\\notin "},
            {"\u222a", "\\cup "},
            {"\u2229", "\\cap "},
            {"\u2216", "\\setminus "},
            {"\u2282", "\\subset "},
            {"\u2286", "\\subseteq "},
            {"\u2283", "\\supset "},
            {"\u2287", "\\supseteq "},
            {"\u221a", "\\sqrt "},
            {"\u221b", "\\sqrt[3]"},
            {"\u03c0\ud835", "\\pi "},
            {"\u221e", "\\infty "},
            {"\u00b0\u00ba", "\\degree "},
            {"\u00b1", "\\pm "},
            {"\u2213", "\\mp "},
            {"\u2205\u00d8", "\\emptyset "},
            {"\u211d", "\\mathbb{R}"},
            {"\u2124", "\\mathbb{Z}"},
            {"\u2115", "\\mathbb{N}"},
            {"\u211a", "\\mathbb{Q}"},
            {"\u2102", "\\mathbb{C}"},
            {"\u2026\u22ef", "\\ldots "},
            {"\u2032\u2019", "'"},
            {"\u2192", "\\to "},
            {"\u21d2", "\\Rightarrow "},
            {"\u00bd", "\\frac{1}{2}"},
            {"\u2153", "\\frac{1}{3}"},
            {"\u2154", "\\frac{2}{3}"},
            {"\u00bc", "\\frac{1}{4}"},
            {"\u00be", "\\frac{3}{4}"},
            {"\u2155", "\\frac{1}{5}"},
            {"\u2211", "\\sum "},
            {"\u220f", "\\prod "},
            {"\u222b", "\\int "},
            {"\u2220", "\\angle "},
            {"\u2225", "\\parallel "},
            {"\u22a5", "\\perp "},
            {"\u230a", "\\lfloor "},
            {"\u230b", "\\rfloor "},
            {"\u2308", "\\lceil "},
            {"\u2309", "\\rceil "},
            {"\u27e8", "("},
            {"\u27e9", ")"},
            {"\uff05", "\\%"},
            {"\u20ac", "\\text{euros}"},
            {"\u00a3", "\\text{sterling}"},
            {"\u00a5", "\\text{yen}"},
            {"\u20b9", "\\text{rupees}"},
            {"\u202f\u2009\u00a0\u2003\u2002\u3000", " "},
            {
                "\u200b\u200c\u200d\u2060\ufeff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
                        + "\u200e\u200f",
                ""
            },
        };
        for (String[] group : letters) {
            for (char c : group[0].toCharArray()) {
                UNICODE.put(c, group[1]);
            }
        }
        String superscripts = "\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079";
        for (int digit = 0; digit <= 9; digit++) {
            UNICODE.put(superscripts.charAt(digit), "^{" + digit + "}");
            UNICODE.put((char) ('\u2080' + digit), "_{" + digit + "}");
            UNICODE.put((char) ('\uff10' + digit), "" + digit);
        }
        String[] greek = {
            "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa",
            "lambda", "mu", "nu", "xi", "omicron", "pi", "rho", "varsigma", "sigma", "tau",
            "upsilon", "phi", "chi", "psi", "omega"
        };
        for (int i = 0; i < greek.length; i++) {
            UNICODE.put((char) ('\u03b1' + i), "\\" + greek[i] + " ");
        }
        UNICODE.remove('\ud835');
    }

    private Vocabulary() {}
}
