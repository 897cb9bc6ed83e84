package io.github.luffyrl.rewards.internal.answer;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Words and phrases that deny, change, doubt or take back what stands beside them. */
final class Phrases {

    /** Words that negate what follows soon. */
    static final Set<String> NEGATING =
            Set.of(
                    "not",
                    "never",
                    "cannot",
                    "neither",
                    "nor",
                    "either",
                    "except",
                    "excluding",
                    "unless",
                    "doubt",
                    "whether",
                    "impossible",
                    "wrong",
                    "incorrect",
                    "pas",
                    "sauf",
                    "ni",
                    "jamais");

    /** Words that make another value of the one right behind them. */
    static final Set<String> CHANGING =
            Set.of(
                    "without",
                    "than",
                    "least",
                    "most",
                    "minus",
                    "negative",
                    "times",
                    "twice",
                    "half",
                    "double",
                    "triple",
                    "over",
                    "under",
                    "above",
                    "below",
                    "exceeding",
                    "exceeds",
                    "exceed",
                    "between",
                    "root",
                    "log",
                    "ln",
                    "avoid",
                    "nearly",
                    "almost",
                    "multiple",
                    "divided",
                    "multiplied",
                    "no",
                    "moins",
                    "plus",
                    "section",
                    "sqrt",
                    "logarithm",
                    "factorial",
                    "cube",
                    "square",
                    "reciprocal",
                    "inverse",
                    "opposite",
                    "or",
                    "ou",
                    "soit",
                    "modulo",
                    "mod",
                    "base",
                    "beyond",
                    "outside",
                    "up");

    static final Set<String> LINKS = Set.of("of", "the", "by", "to", "in", "a");
    static final Set<String> ALL =
            Set.of("anything", "all", "everything", "nothing", "any", "every", "tout");

    /** Words in whose clause an answer is not claimed. */
    static final Set<String> DENYING =
            Set.of(
                    "not",
                    "never",
                    "cannot",
                    "doubt",
                    "doubts",
                    "doubtful",
                    "unlikely",
                    "if",
                    "unless",
                    "suppose",
                    "supposing",
                    "assume",
                    "assumes",
                    "assuming",
                    "whether",
                    "wrong",
                    "wrongly",
                    "incorrect",
                    "incorrectly",
                    "false",
                    "impossible",
                    "deny",
                    "denies",
                    "disagree",
                    "mistaken",
                    "mistakenly",
                    "pretend",
                    "imagine",
                    "hardly",
                    "could",
                    "might",
                    "may",
                    "perhaps",
                    "maybe",
                    "claims",
                    "claimed",
                    "tempting",
                    "unsure",
                    "uncertain",
                    "nobody",
                    "neither",
                    "nor",
                    "without",
                    "doute",
                    "pas",
                    "si",
                    "supposons",
                    "peut-\u00eatre",
                    "faux",
                    "fausse",
                    "jamais");

    static final Set<String> REFUTING =
            Set.of(
                    "not",
                    "wrong",
                    "incorrect",
                    "false",
                    "cannot",
                    "impossible",
                    "mistaken",
                    "invalid",
                    "never",
                    "pas",
                    "faux",
                    "fausse");

    /** Words right behind a number that make another one of it, with what they need behind them. */
    static final Pattern CHANGED =
            Pattern.compile(
                    "(?i)[ $*}]*(?:[\u274c\u2717\u2718]|\\(mod|\\\\p?mod|(?:mod(?:ulo)?|factorial|squared"
                            + "|cubed|if|unless|provided|ou|or|(?:in )?base|percent of|and (?:a |an |one |two |three )?"
                            + "(?:half|quarters?|thirds?))\\b|(?:times|plus|minus|over|divided|to|less"
                            + " than|more than|short of|point|hundred|above|below) \\S"
                            + "|\\p{L}+ (?:short|fewer|less than|more than|too)\\b)");

    /** A next sentence that says that what stands before it is wrong. */
    static final Pattern REJECTED =
            Pattern.compile(
                    "(?i)[^\\p{L}\\d\\n]{0,6}[.!]\\**\\s+(?:(?:but|however),? )?(?:that|this|it)"
                            + "(?:['\u2019]s| is| was) (?:wrong|incorrect|false|a mistake"
                            + "|not (?:right|correct))\\b");

    /** Words that take an answer back in the same sentence. */
    static final Pattern RETRACTING =
            Pattern.compile(
                    "(?i)[^.;!?\\n]{0,60}\\b(?:wait|oops|scratch|correction|actually|but|sorry|or"
                            + " (?:maybe|perhaps|possibly|else))\\b"
                            + "|[^\\p{L}\\d\\n]{0,6}[.!]\\**\\s+(?:(?:no|oops|sorry|correction)\\b[,.!]"
                            + "|scratch that\\b|actually,? (?:it|the answer) is\\b)");

    /** Words between "answer" and a value that leave open whether it is one. */
    static final Set<String> HEDGING = Set.of("could", "might", "may", "perhaps", "maybe");

    static final List<String> CHINESE_HEDGING =
            List.of("\u53ef\u80fd", "\u4e5f\u8bb8", "\u6216\u8bb8");

    static final List<String> CHINESE_DENYING =
            List.of(
                    "\u4e0d",
                    "\u6000\u7591",
                    "\u5982\u679c",
                    "\u5047\u8bbe",
                    "\u5047\u5982",
                    "\u5047\u5b9a",
                    "\u662f\u5426",
                    "\u82e5",
                    "\u53ef\u80fd",
                    "\u9519",
                    "\u5e76\u975e",
                    "\u6ca1",
                    "\u96be\u9053",
                    "\u4e5f\u8bb8",
                    "\u8bef");

    static final List<String> CHINESE_CHANGING =
            List.of(
                    "\u4e0d\u662f",
                    "\u4e0d\u7b49\u4e8e",
                    "\u5927\u4e8e",
                    "\u5c0f\u4e8e",
                    "\u81f3\u5c11",
                    "\u81f3\u591a",
                    "\u8d85\u8fc7",
                    "\u4e0d\u4e3a",
                    "\u8d1f",
                    "\u9664\u4e86",
                    "\u6216",
                    "\u6839\u53f7",
                    "\u6700\u591a",
                    "\u4e0d\u8db3");

    static final Pattern CHINESE_BEHIND = Pattern.compile("[ $*}]*(?:\u4e0d|\u6216|.{0,4}\u5417)");

    private Phrases() {}
}
