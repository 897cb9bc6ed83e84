import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/**
 * Checks what {@code ./mvnw -Prelease verify} has built against what Maven Central demands and what
 * users rely on: {@code java ReleaseCheck.java VERSION} in the root of the repository. Exit status
 * 1 and a line for each fault.
 */
public final class ReleaseCheck {

    private static final List<String> LIBRARIES =
            List.of("luffy-core", "luffy-rewards", "luffy-djl-extension");
    private static final List<String> DEMANDED =
            List.of("name", "description", "url", "licenses", "developers", "scm");

    /** What a user decides on; a library that adds to it needs a reason. */
    private static final Set<String> OPTIONAL = Set.of("guice", "carpet-record", "resilience4j-retry");

    private static final LocalDateTime BUILT = LocalDateTime.of(2026, 1, 1, 0, 0);

    private final List<String> faults = new ArrayList<>();
    private final Map<String, String> packages = new HashMap<>();
    private final String version;

    private ReleaseCheck(String version) {
        this.version = version;
    }

    public static void main(String[] arguments) throws Exception {
        ReleaseCheck check = new ReleaseCheck(arguments[0]);
        check.bom(Path.of("luffy-core", "bom"));
        for (String module : LIBRARIES) {
            check.module(module, module + "-" + check.version);
        }
        check.module("luffy-examples", "luffy");
        check.faults.forEach(System.err::println);
        System.out.println("release check: " + check.faults.size() + " faults");
        System.exit(check.faults.isEmpty() ? 0 : 1);
    }

    private void module(String module, String jar) throws Exception {
        Path target = Path.of(module, "target");
        pom(Path.of(module));
        main(target.resolve(jar + ".jar"));
        filled(target.resolve(jar + "-sources.jar"), ".java");
        filled(target.resolve(jar + "-javadoc.jar"), ".html");
        require(Files.exists(target.resolve("bom.json")), target + ": no bill of materials");
    }

    /** Manages luffy's modules, all of them, and nothing else. */
    private void bom(Path module) throws Exception {
        pom(module);
        Path file = module.resolve("target").resolve(".flattened-pom.xml");
        NodeList managed = parse(file).getElementsByTagName("dependency");
        require(managed.getLength() == LIBRARIES.size() + 1, file + " manages " + managed.getLength());
        for (int i = 0; i < managed.getLength(); i++) {
            dependency(file, (Element) managed.item(i));
            require(
                    text((Element) managed.item(i), "groupId").equals("io.github.luffyrl"),
                    file + " manages " + text((Element) managed.item(i), "artifactId"));
        }
    }

    private static Element parse(Path file) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(file.toFile())
                .getDocumentElement();
    }

    private void pom(Path module) throws Exception {
        Path file = module.resolve("target").resolve(".flattened-pom.xml");
        if (!Files.exists(file)) {
            faults.add(file + " is missing");
            return;
        }
        Element project = parse(file);
        for (String name : DEMANDED) {
            require(child(project, name) != null, file + ": no <" + name + ">");
        }
        require(child(project, "parent") == null, file + ": has a parent");
        require(!Files.readString(file).contains("${"), file + ": has a property");
        Element dependencies = child(project, "dependencies");
        if (dependencies != null) {
            NodeList all = dependencies.getElementsByTagName("dependency");
            for (int i = 0; i < all.getLength(); i++) {
                dependency(file, (Element) all.item(i));
            }
        }
    }

    private void dependency(Path file, Element dependency) {
        String artifact = text(dependency, "artifactId");
        String at = file + ": " + artifact;
        require(!text(dependency, "version").isEmpty(), at + " has no version");
        require(!text(dependency, "scope").equals("test"), at + " is for tests");
        require(!text(dependency, "type").equals("test-jar"), at + " is a jar of tests");
        boolean optional = text(dependency, "optional").equals("true");
        require(!optional || OPTIONAL.contains(artifact), at + " is optional");
        boolean ours = text(dependency, "groupId").equals("io.github.luffyrl");
        require(!ours || text(dependency, "version").equals(version), at + " of another version");
    }

    /** Its name for the module path, packages of its own, and nothing of the machine it is built on. */
    private void main(Path file) throws IOException {
        if (!Files.exists(file)) {
            faults.add(file + " is missing");
            return;
        }
        try (JarFile jar = new JarFile(file.toFile())) {
            var manifest = jar.getManifest().getMainAttributes();
            String name = manifest.getValue("Automatic-Module-Name");
            require(name != null, file + ": no Automatic-Module-Name");
            for (String machine : List.of("Built-By", "Build-Date", "Build-Jdk")) {
                require(manifest.getValue(machine) == null, file + ": " + machine);
            }
            Set<String> here = new HashSet<>();
            for (JarEntry entry : jar.stream().toList()) {
                require(
                        entry.getTimeLocal().equals(BUILT),
                        file + ": " + entry + " is of " + entry.getTimeLocal());
                if (entry.getName().endsWith(".class")) {
                    here.add(entry.getName().substring(0, entry.getName().lastIndexOf('/')));
                }
            }
            for (String owned : here) {
                String other = packages.put(owned, file.toString());
                require(other == null, owned + " is in " + file + " and in " + other);
                require(
                        name == null || owned.replace('/', '.').startsWith(name),
                        owned + " does not begin with " + name);
            }
        }
    }

    private void filled(Path file, String suffix) throws IOException {
        if (!Files.exists(file)) {
            faults.add(file + " is missing");
            return;
        }
        try (JarFile jar = new JarFile(file.toFile())) {
            require(
                    jar.stream().anyMatch(entry -> entry.getName().endsWith(suffix)),
                    file + " has no " + suffix);
        }
    }

    private void require(boolean condition, String fault) {
        if (!condition) {
            faults.add(fault);
        }
    }

    private static Element child(Element parent, String name) {
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element && element.getTagName().equals(name)) {
                return element;
            }
        }
        return null;
    }

    private static String text(Element parent, String name) {
        Element child = child(parent, name);
        return child == null ? "" : child.getTextContent().strip();
    }
}
