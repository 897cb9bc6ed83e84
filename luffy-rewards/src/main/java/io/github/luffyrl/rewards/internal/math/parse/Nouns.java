package io.github.luffyrl.rewards.internal.math.parse;

import java.util.List;
import java.util.Map;

/** What word problems count. Behind a number, these say what is counted and not how many. */
final class Nouns {

    private static final Map<String, String> IRREGULAR =
            Map.ofEntries(
                    Map.entry("person", "people"),
                    Map.entry("child", "children"),
                    Map.entry("man", "men"),
                    Map.entry("woman", "women"),
                    Map.entry("foot", "feet"),
                    Map.entry("mouse", "mice"),
                    Map.entry("goose", "geese"),
                    Map.entry("fish", "fish"),
                    Map.entry("sheep", "sheep"),
                    Map.entry("deer", "deer"),
                    Map.entry("loaf", "loaves"),
                    Map.entry("shelf", "shelves"),
                    Map.entry("leaf", "leaves"),
                    Map.entry("knife", "knives"),
                    Map.entry("vertex", "vertices"),
                    Map.entry("tomato", "tomatoes"),
                    Map.entry("potato", "potatoes"));

    static final List<String> COUNTED =
            List.of(
                    ("apple orange banana peach pear cherry berry egg cookie cake cupcake pie slice"
                                    + " pizza sandwich candy cup glass bottle can box bag basket bucket jar packet"
                                    + " pack package crate carton bowl plate spoon fork knife tomato potato carrot"
                                    + " onion loaf student teacher pupil girl boy man woman person child friend"
                                    + " family player member worker employee customer guest visitor passenger"
                                    + " soldier voter vote class classroom school game match goal round"
                                    + " book page chapter word pencil pen crayon marker eraser notebook"
                                    + " paper sheet stamp sticker card marble ball balloon toy doll block brick"
                                    + " bead button coin penny nickel dime ticket token chip dog cat"
                                    + " bird fish sheep cow horse pig chicken duck goose rabbit mouse frog bee ant"
                                    + " animal tree flower plant leaf rose seed car bus truck train bike"
                                    + " bicycle boat plane wheel tire seat chair table desk room house home"
                                    + " apartment floor door window shelf clip bow shirt sock shoe hat dress coat"
                                    + " group row column tile triangle way possibility outcome"
                                    + " solution integer number digit element subset polynomial"
                                    + " permutation combination arrangement path route step move vertex edge face"
                                    + " diagonal intersection handshake question problem lesson song movie photo"
                                    + " picture painting gift present trip serving calorie"
                                    + " gallon quart pint tablespoon teaspoon item piece"
                                    + " object thing clip muffin brownie donut bagel sausage burger fruit"
                                    + " vegetable rock stone shell star planet bill")
                            .split(" "));

    private Nouns() {}

    static String plural(String noun) {
        String irregular = IRREGULAR.get(noun);
        if (irregular != null) {
            return irregular;
        }
        if (noun.endsWith("y") && !noun.matches(".*[aeou]y")) {
            return noun.substring(0, noun.length() - 1) + "ies";
        }
        boolean hissing = noun.matches(".*(s|x|ch|sh)");
        return noun + (hissing ? "es" : "s");
    }
}
