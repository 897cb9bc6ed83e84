package io.github.luffyrl.djl.text;

import com.hubspot.jinjava.el.JinjavaInterpreterResolver;
import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.lib.filter.Filter;
import java.beans.FeatureDescriptor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;
import jinjava.javax.el.CompositeELResolver;
import jinjava.javax.el.ELContext;
import jinjava.javax.el.ELResolver;
import org.jspecify.annotations.Nullable;

/** The string methods of Python that chat templates call; Java's differ in name or meaning. */
final class PythonStrings extends ELResolver {

    private PythonStrings() {}

    /** Returns the template engine's resolver with these methods in front. */
    static ELResolver resolver() {
        CompositeELResolver resolver = new CompositeELResolver();
        resolver.add(new PythonStrings());
        resolver.add(JinjavaInterpreterResolver.DEFAULT_RESOLVER_READ_ONLY);
        return resolver;
    }

    @Override
    public @Nullable Object invoke(
            ELContext context,
            @Nullable Object base,
            @Nullable Object method,
            Class<?> @Nullable [] types,
            Object @Nullable [] args) {
        if (!(base instanceof String text) || method == null) {
            return null;
        }
        String argument = args == null || args.length == 0 ? null : String.valueOf(args[0]);
        Object result = call(text, method.toString(), argument);
        if (result != null) {
            context.setPropertyResolved(true);
        }
        return result;
    }

    private static @Nullable Object call(String text, String method, @Nullable String argument) {
        return switch (method) {
            case "strip" -> strip(text, argument, true, true);
            case "lstrip" -> strip(text, argument, true, false);
            case "rstrip" -> strip(text, argument, false, true);
            case "split" -> split(text, argument);
            case "startswith" -> argument == null ? null : text.startsWith(argument);
            case "endswith" -> argument == null ? null : text.endsWith(argument);
            default -> null;
        };
    }

    private static String strip(
            String text, @Nullable String characters, boolean left, boolean right) {
        IntPredicate stripped =
                characters == null ? PythonStrings::isSpace : c -> characters.indexOf(c) >= 0;
        int start = 0;
        int end = text.length();
        while (left && start < end && stripped.test(text.charAt(start))) {
            start++;
        }
        while (right && start < end && stripped.test(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    private static List<String> split(String text, @Nullable String separator) {
        if (separator != null) {
            return new ArrayList<>(Arrays.asList(text.split(Pattern.quote(separator), -1)));
        }
        List<String> words = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            if (i == text.length() || isSpace(text.charAt(i))) {
                if (i > start) {
                    words.add(text.substring(start, i));
                }
                start = i + 1;
            }
        }
        return words;
    }

    private static boolean isSpace(int c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == 0x85;
    }

    @Override
    public @Nullable Object getValue(
            ELContext context, @Nullable Object base, @Nullable Object property) {
        return null;
    }

    @Override
    public @Nullable Class<?> getType(
            ELContext context, @Nullable Object base, @Nullable Object property) {
        return null;
    }

    @Override
    public void setValue(
            ELContext context,
            @Nullable Object base,
            @Nullable Object property,
            @Nullable Object value) {}

    @Override
    public boolean isReadOnly(ELContext context, @Nullable Object base, @Nullable Object property) {
        return true;
    }

    @Override
    public @Nullable Class<?> getCommonPropertyType(ELContext context, @Nullable Object base) {
        return null;
    }

    @Override
    public Iterator<FeatureDescriptor> getFeatureDescriptors(
            ELContext context, @Nullable Object base) {
        return Collections.emptyIterator();
    }

    /** The filter {@code trim}: Python's strip, where Java's trim knows ASCII only. */
    static final class Trim implements Filter {

        @Override
        public String getName() {
            return "trim";
        }

        @Override
        public @Nullable Object filter(
                @Nullable Object value, JinjavaInterpreter interpreter, String... args) {
            return value == null
                    ? null
                    : strip(value.toString(), args.length == 0 ? null : args[0], true, true);
        }
    }
}
