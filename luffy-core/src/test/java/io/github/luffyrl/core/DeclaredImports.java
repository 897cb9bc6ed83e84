package io.github.luffyrl.core;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The arrows between the packages of a module are those that its package-infos declare: "May import
 * {@code a}, {@code b} and {@code c.d}." A package without such a sentence imports no other package
 * of its module. Other modules do not count.
 */
public final class DeclaredImports {

    /** Up to a full stop that is not part of a name. */
    private static final Pattern SENTENCE = Pattern.compile("May import (.*?)\\.(?:\\s|$)");

    private static final Pattern NAME = Pattern.compile("\\{@code ([\\w.]+)}");

    private DeclaredImports() {}

    /**
     * Compares the package-infos of a module with its classes.
     *
     * @param root package of the module, such as {@code io.github.luffyrl.core}
     * @param classes all classes of the module
     * @param sources the folder of its sources
     * @return a sentence for each import that is not declared and each declaration without an
     *     import
     */
    public static List<String> contradictions(String root, JavaClasses classes, Path sources)
            throws IOException {
        Map<String, Set<String>> imports = new TreeMap<>();
        for (JavaClass type : classes) {
            Collection<String> of =
                    imports.computeIfAbsent(type.getPackageName(), name -> new TreeSet<>());
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                String other = dependency.getTargetClass().getPackageName();
                if (other.startsWith(root + ".") && !other.equals(type.getPackageName())) {
                    of.add(other.substring(root.length() + 1));
                }
            }
        }
        List<String> contradictions = new ArrayList<>();
        for (Map.Entry<String, Set<String>> of : imports.entrySet()) {
            Path file = sources.resolve(of.getKey().replace('.', '/')).resolve("package-info.java");
            Set<String> declared = declared(Files.readString(file));
            difference(of.getValue(), declared)
                    .forEach(name -> contradictions.add(file + " does not declare " + name));
            difference(declared, of.getValue())
                    .forEach(name -> contradictions.add(file + " declares " + name + ", unused"));
        }
        return contradictions;
    }

    /** Returns the names after "May import" in the javadoc of a package. */
    static Set<String> declared(String packageInfo) {
        String text =
                packageInfo
                        .substring(0, packageInfo.indexOf("*/"))
                        .replaceAll("\\n \\*", " ")
                        .replaceAll("\\s+", " ")
                        .strip();
        Matcher sentence = SENTENCE.matcher(text);
        Set<String> names = new TreeSet<>();
        while (sentence.find()) {
            names.addAll(
                    NAME.matcher(sentence.group(1))
                            .results()
                            .map((MatchResult name) -> name.group(1))
                            .toList());
        }
        return names;
    }

    private static Set<String> difference(Set<String> all, Set<String> without) {
        return all.stream()
                .filter(name -> !without.contains(name))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
