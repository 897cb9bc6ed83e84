package io.github.luffyrl.djl.internal.jinja;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;

/** C's strftime in the C locale. */
final class Strftime {

    private static final Map<Character, String> PATTERNS =
            Map.ofEntries(
                    Map.entry('a', "EEE"),
                    Map.entry('A', "EEEE"),
                    Map.entry('b', "MMM"),
                    Map.entry('h', "MMM"),
                    Map.entry('B', "MMMM"),
                    Map.entry('d', "dd"),
                    Map.entry('m', "MM"),
                    Map.entry('y', "yy"),
                    Map.entry('Y', "yyyy"),
                    Map.entry('H', "HH"),
                    Map.entry('I', "hh"),
                    Map.entry('M', "mm"),
                    Map.entry('S', "ss"),
                    Map.entry('p', "a"),
                    Map.entry('j', "DDD"),
                    Map.entry('F', "yyyy-MM-dd"),
                    Map.entry('D', "MM/dd/yy"),
                    Map.entry('x', "MM/dd/yy"),
                    Map.entry('T', "HH:mm:ss"),
                    Map.entry('X', "HH:mm:ss"),
                    Map.entry('R', "HH:mm"),
                    Map.entry('f', "SSSSSS"));

    private Strftime() {}

    static String format(LocalDateTime time, String format) {
        StringBuilder out = new StringBuilder();
        for (int at = 0; at < format.length(); at++) {
            char c = format.charAt(at);
            if (c != '%') {
                out.append(c);
                continue;
            }
            boolean unpadded = format.startsWith("-", at + 1);
            at += unpadded ? 2 : 1;
            out.append(directive(time, at < format.length() ? format.charAt(at) : '%', unpadded));
        }
        return out.toString();
    }

    private static String directive(LocalDateTime time, char directive, boolean unpadded) {
        if (directive == '%' && !unpadded) {
            return "%";
        }
        if (directive == 'e' && !unpadded) {
            return (time.getDayOfMonth() < 10 ? " " : "") + time.getDayOfMonth();
        }
        String pattern = PATTERNS.get(directive);
        if (pattern == null || (unpadded && "dmHIMSyj".indexOf(directive) < 0)) {
            throw new JinjaException(
                    "strftime_now(): %" + (unpadded ? "-" : "") + directive + " is not supported");
        }
        // Locale.ENGLISH has the names of the C locale; Locale.ROOT has "M11".
        String text = DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).format(time);
        return unpadded ? text.replaceFirst("^0+(?=.)", "") : text;
    }
}
