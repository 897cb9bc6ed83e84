package io.github.luffyrl.rewards.internal.math.parse;

import io.github.luffyrl.rewards.internal.math.Budget;
import io.github.luffyrl.rewards.internal.math.Rational;
import io.github.luffyrl.rewards.internal.math.Unit;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The units and scale words that are known. Whatever is not in here is no unit, and its words
 * count.
 */
final class Units {

    private static final Map<String, Unit> UNITS = new HashMap<>();
    private static final Map<String, Rational> SCALES =
            Map.of(
                    "hundred", Rational.of(100, 1),
                    "thousand", Rational.of(1_000, 1),
                    "million", Rational.of(1_000_000, 1),
                    "billion", Rational.of(1_000_000_000, 1),
                    "trillion", Rational.of(1_000_000_000_000L, 1),
                    "dozen", Rational.of(12, 1));
    private static final Map<String, Integer> POWERS =
            Map.of("square", 2, "sq", 2, "squared", 2, "cubic", 3, "cu", 3, "cubed", 3);

    /** Symbols that behind a space are a unit even without a text command. */
    private static final Set<String> SYMBOLS =
            Set.of(
                    "cm", "mm", "km", "dm", "kg", "mg", "ft", "lb", "lbs", "oz", "ml", "mL", "hr",
                    "hrs", "min", "mins", "sec", "secs", "mph", "kmh", "yd", "ms", "kW", "Hz",
                    "kHz", "mol", "usd", "USD");

    /** Of them, those that behind anything but a number are rather a product of variables. */
    private static final Set<String> PRODUCTS = Set.of("mg", "ms", "ml", "dm", "ft", "oz", "mm");

    static {
        add("m", 1, 1, "m meter metre meters metres");
        add("m", 1, 100, "cm centimeter centimetre centimeters centimetres");
        add("m", 1, 1_000, "mm millimeter millimetre millimeters millimetres");
        add("m", 1, 10, "dm decimeter decimetre decimeters decimetres");
        add("m", 1, 1_000_000_000, "nm nanometer nanometers");
        add("m", 1_000, 1, "km kilometer kilometre kilometers kilometres kms");
        add("m", 254, 10_000, "inch inches in");
        add("m", 3_048, 10_000, "ft foot feet");
        add("m", 9_144, 10_000, "yd yard yards");
        add("m", 1_609_344, 1_000, "mi mile miles");
        add("g", 1, 1, "g gram grams");
        add("g", 1_000, 1, "kg kilogram kilograms kgs");
        add("g", 1, 1_000, "mg milligram milligrams");
        add("g", 45_359_237, 100_000, "lb lbs pound pounds");
        add("g", 45_359_237, 1_600_000, "oz ounce ounces");
        add("g", 1_000_000, 1, "t ton tons tonne tonnes");
        add("s", 1, 1, "s sec secs second seconds");
        add("s", 1, 1_000, "ms millisecond milliseconds");
        add("s", 60, 1, "min mins minute minutes");
        add("s", 3_600, 1, "h hr hrs hour hours");
        add("s", 86_400, 1, "day days");
        add("s", 604_800, 1, "week weeks");
        add("month", 1, 1, "month months");
        add("month", 12, 1, "year years yr yrs");
        add("dollar", 1, 1, "dollar dollars usd buck bucks");
        add("dollar", 1, 100, "cent cents");
        add("euro", 1, 1, "euro euros eur");
        add("sterling", 1, 1, "sterling");
        add("yen", 1, 1, "yen");
        add("rupee", 1, 1, "rupee rupees");
        add("A", 1, 1, "ampere amperes amp amps");
        add("K", 1, 1, "kelvin kelvins");
        add("mol", 1, 1, "mol mole moles");
        add("rad", 1, 1, "rad radian radians");
        add("Hz", 1, 1, "hz hertz");
        add("Hz", 1_000, 1, "khz kilohertz");
        add("V", 1, 1, "volt volts");
        add("ohm", 1, 1, "ohm ohms");
        add("W", 1, 1, "watt watts");
        add("W", 1_000, 1, "kw kilowatt kilowatts");
        add("J", 1, 1, "j joule joules");
        add("N", 1, 1, "newton newtons");
        add("Pa", 1, 1, "pa pascal pascals");
        add("unit", 1, 1, "unit units");
        add("s", 1, 1, "\u79d2");
        add("s", 60, 1, "\u5206\u949f \u5206\u9418");
        add("s", 3_600, 1, "\u5c0f\u65f6 \u5c0f\u6642");
        add("s", 86_400, 1, "\u5929");
        add("m", 1, 1, "\u7c73");
        add("m", 1, 100, "\u5398\u7c73");
        add("m", 1_000, 1, "\u5343\u7c73 \u516c\u91cc");
        add("g", 1, 1, "\u514b");
        add("g", 1_000, 1, "\u5343\u514b");
        add("yuan", 1, 1, "\u5143 yuan");
        compound("\u5e73\u65b9\u7c73", Map.of("m", 2), 1, 1);
        compound("\u5e73\u65b9\u5398\u7c73", Map.of("m", 2), 1, 10_000);
        compound("\u7acb\u65b9\u7c73", Map.of("m", 3), 1, 1);
        compound("\u7acb\u65b9\u5398\u7c73", Map.of("m", 3), 1, 1_000_000);
        for (String counter :
                "\u4e2a \u4eba \u5c81 \u79cd \u6b21 \u672c \u53ea \u6761".split(" ", -1)) {
            UNITS.put(counter, Unit.of(counter, Rational.ONE));
        }
        compound("l liter litre liters litres", Map.of("m", 3), 1, 1_000);
        compound(
                "ml milliliter millilitre milliliters millilitres cc",
                Map.of("m", 3),
                1,
                1_000_000);
        compound("mph", Map.of("m", 1, "s", -1), 1_609_344, 3_600_000);
        compound("kmh kph", Map.of("m", 1, "s", -1), 5, 18);
        for (String noun : Nouns.COUNTED) {
            UNITS.put(noun, Unit.of("one " + noun, Rational.ONE));
            UNITS.put(Nouns.plural(noun), Unit.of("one " + noun, Rational.ONE));
        }
    }

    private Units() {}

    private static void add(String base, long above, long below, String names) {
        compound(names, Map.of(base, 1), above, below);
    }

    private static void compound(
            String names, Map<String, Integer> dimension, long above, long below) {
        for (String name : names.split(" ", -1)) {
            UNITS.put(name, new Unit(dimension, Rational.of(above, below)));
        }
    }

    /** What words behind a number mean: a scale, a unit, or both, as in "million dollars". */
    record Meaning(Rational scale, Optional<Unit> unit) {}

    /** The meaning of words; empty when they are not known to the last one. */
    static Optional<Meaning> of(String words, Budget budget) {
        String plain = words.strip();
        if (plain.startsWith("(") && plain.endsWith(")")) {
            plain = plain.substring(1, plain.length() - 1);
        }
        String[] parts = plain.strip().split("[\\s~]+");
        Rational scale = Rational.ONE;
        int at = 0;
        while (at < parts.length && SCALES.containsKey(parts[at].toLowerCase(Locale.ROOT))) {
            budget.spend(50);
            Rational more = Objects.requireNonNull(SCALES.get(parts[at].toLowerCase(Locale.ROOT)));
            scale = scale.times(more, budget);
            at++;
        }
        if (at > 3) {
            return Optional.empty();
        }
        List<String> rest = List.of(parts).subList(at, parts.length);
        if (rest.isEmpty()) {
            return at == 0 ? Optional.empty() : Optional.of(new Meaning(scale, Optional.empty()));
        }
        Optional<Unit> unit = unit(String.join(" ", rest), budget);
        Rational scaled = scale;
        return unit.map(known -> new Meaning(scaled, Optional.of(known)));
    }

    /** "square miles per hour", "m/s^2", "N m". */
    private static Optional<Unit> unit(String phrase, Budget budget) {
        String text = phrase.replace(" per ", " / ").replace("/", " / ").replace("\\cdot", " ");
        Optional<Unit> total = Optional.empty();
        boolean inverse = false;
        int power = 1;
        for (String word : text.strip().split("[\\s*\u00b7]+", -1)) {
            budget.spend(50);
            if (word.equals("/")) {
                if (inverse || total.isEmpty()) {
                    return Optional.empty();
                }
                inverse = true;
                continue;
            }
            Integer raised = POWERS.get(word.toLowerCase(Locale.ROOT));
            if (raised != null && !word.endsWith("ed")) {
                power *= raised;
                continue;
            }
            if (raised != null || power > 3) {
                return Optional.empty();
            }
            Optional<Unit> unit = symbol(word, budget);
            if (unit.isEmpty()) {
                return unit;
            }
            Unit next = unit.get().power(inverse ? -power : power, budget);
            total = Optional.of(total.isEmpty() ? next : total.get().times(next, budget));
            power = 1;
        }
        return power == 1 ? total : Optional.empty();
    }

    /** "s", "s^2" or "s^{-1}". */
    private static Optional<Unit> symbol(String word, Budget budget) {
        int hat = word.indexOf('^');
        String name = hat < 0 ? word : word.substring(0, hat);
        if (name.endsWith(".") && name.length() > 2) {
            name = name.substring(0, name.length() - 1);
        }
        Unit unit = UNITS.get(name);
        if (unit == null && name.length() > 1) {
            unit = UNITS.get(name.toLowerCase(Locale.ROOT));
        }
        if (unit == null && name.length() == 1) {
            unit =
                    Map.of(
                                    "L",
                                    UNITS.get("l"),
                                    "N",
                                    UNITS.get("newton"),
                                    "W",
                                    UNITS.get("watt"),
                                    "J",
                                    UNITS.get("joule"),
                                    "V",
                                    UNITS.get("volt"),
                                    "K",
                                    UNITS.get("kelvin"),
                                    "A",
                                    UNITS.get("ampere"))
                            .get(name);
        }
        if (unit == null || hat < 0) {
            return Optional.ofNullable(unit);
        }
        String exponent = word.substring(hat + 1).replace("{", "").replace("}", "");
        return exponent.matches("-?[1-4]")
                ? Optional.of(unit.power(Integer.parseInt(exponent), budget))
                : Optional.empty();
    }

    /** Whether letters behind a space are a unit though no text command says so. */
    static boolean isSymbol(String letters, boolean behindNumber) {
        boolean word = letters.length() > 3 || letters.equals("day");
        return (word && (UNITS.containsKey(letters.toLowerCase(Locale.ROOT)) || isScale(letters)))
                || (SYMBOLS.contains(letters) && (behindNumber || !PRODUCTS.contains(letters)));
    }

    static boolean isScale(String word) {
        return SCALES.containsKey(word.toLowerCase(Locale.ROOT));
    }
}
