package io.github.luffyrl.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The programs of the tutorial compile as they stand there, with nothing added. */
class TutorialTest {

    private static final Path TUTORIAL = Path.of("..", "docs", "tutorial.md");
    private static final Pattern PROGRAM = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern CLASS = Pattern.compile("public class (\\w+)");

    static Stream<String> programs() throws IOException {
        return PROGRAM.matcher(Files.readString(TUTORIAL))
                .results()
                .map((MatchResult block) -> block.group(1));
    }

    @Test
    void thereAreThreePrograms() throws IOException {
        assertEquals(3, programs().count());
    }

    @ParameterizedTest
    @MethodSource("programs")
    void theProgramCompiles(String program, @TempDir Path classes) throws IOException {
        DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<String> options =
                List.of(
                        "-proc:none",
                        "-classpath",
                        System.getProperty("java.class.path"),
                        "-d",
                        classes.toString());
        compiler.getTask(null, null, found, options, null, List.of(new Source(program))).call();

        List<Diagnostic<? extends JavaFileObject>> errors =
                found.getDiagnostics().stream()
                        .filter(d -> d.getKind() == Diagnostic.Kind.ERROR)
                        .toList();
        assertEquals(List.of(), errors);
        assertTrue(Files.exists(classes.resolve(name(program) + ".class")));
    }

    private static String name(String program) {
        Matcher name = CLASS.matcher(program);
        assertTrue(name.find(), program);
        return name.group(1);
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String program;

        Source(String program) {
            super(URI.create("string:///" + name(program) + ".java"), Kind.SOURCE);
            this.program = program;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return program;
        }
    }
}
