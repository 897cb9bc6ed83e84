package io.github.luffyrl.examples.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

class HtmlReportTest {

    private static final String FIGURE = "//figure[figcaption/b='Solve rate, on-policy']";
    private static final String CURVES = FIGURE + "/svg/polyline[@class != 'grid']";

    @TempDir Path directory;

    @Test
    void aNumberIsDrawnOverTheSteps() throws Exception {
        Path run = run("one", 0.5, 1);
        Document page = page(run);
        // Plot: 380 x 210, of which 46 left, 10 right, 18 above, 36 below are kept free. Steps 1
        // and 2 of 2 are at 46 + 324 / 2 = 208 and 370. Solve rates of 0 to 1 are drawn from 18 to
        // 174: 0.5 is at 96, 1 at 18.
        assertEquals(List.of("208.0,96.0 370.0,18.0"), texts(page, CURVES + "/@points"));
        assertEquals(
                List.of("0 %", "20 %", "40 %", "60 %", "80 %", "100 %", "1", "2", "step"),
                texts(page, FIGURE + "/svg/text"));
        assertEquals(
                List.of(), texts(page, "//figure[figcaption/b='Entropy']"), "was not measured");
        assertEquals(List.of("one"), texts(page, "//section[1]//tr[2]/td[1]"));
        assertEquals(List.of("50.0 % → 100.0 %"), texts(page, "//section[1]//tr[2]/td[3]"));
        assertEquals(List.of("4.0 s"), texts(page, "//section[1]//tr[2]/td[7]"));
        assertEquals(
                List.of("rollout 75.0 % 3.0 s", "forward backward 25.0 % 1.0 s"),
                texts(page, "//div[@class='phases']/div[@class='legend']/span"));
    }

    @Test
    void textCannotBecomeMarkupAndItsOriginIsMarked() throws Exception {
        Document page = page(run("one", 0.5, 1));
        assertEquals(List.of("<b>&a"), texts(page, "//article//mark"));
        assertEquals(
                List.of("<script>alert(1)</script>", "<b>&a nd \"the rest\""),
                texts(page, "//article/pre"));
        assertEquals(List.of("prefixed"), texts(page, "//article/header/b"));
    }

    @Test
    void theNamesOfFoldersAndTheSettingsAreEscaped() throws Exception {
        Path run = run("<i>&one", 0.5, 1);
        Files.writeString(run.resolve("recipe.yaml"), "method: '</pre><script>'\n");
        Files.writeString(run.resolve("accuracy.txt"), "{{title}} <b>");

        Document page = page(run);

        assertEquals(List.of("Training run <i>&one"), texts(page, "//h1"));
        assertEquals(List.of("method: '</pre><script>'"), texts(page, "//details/pre"));
        assertEquals(List.of("{{title}} <b>"), texts(page, "//section[h2='Accuracy']/pre"));
    }

    @Test
    void theStepUnderTheMouseShowsItsValues() throws Exception {
        assertEquals(
                List.of("step 1  ● 50.0 %", "step 2  ● 100.0 %"),
                texts(page(run("one", 0.5, 1)), FIGURE + "//*[@class='at']//text"));
    }

    @Test
    void nothingIsFetched() throws Exception {
        Path run = run("one", 0.5, 1);
        Document page = page(run);
        assertEquals(List.of(), texts(page, "//script | //link | //img | //@src | //@href"));
        String html = Files.readString(run.resolve("report.html"));
        assertFalse(html.contains("url("), "of the style sheet");
        assertFalse(html.contains("@import"), "of the style sheet");
    }

    @Test
    void runsAreComparedWithAColourEachAndTheirSettingsWhereTheyDiffer() throws Exception {
        Path first = run("one", 0.5, 1);
        Path second = run("two", 0, 0.25);
        Files.writeString(
                second.resolve("recipe.yaml"), "method: grpo\nseed: 0\nclip:\n  low: 0.2\n");
        Path file = directory.resolve("both.html");
        HtmlReport.of(List.of(first, second)).write(file);
        Document page = parse(file);
        assertEquals(
                List.of("208.0,96.0 370.0,18.0", "208.0,174.0 370.0,135.0"),
                texts(page, CURVES + "/@points"));
        assertEquals(List.of("series0", "series1"), texts(page, CURVES + "/@class"));
        assertEquals(
                List.of("clip.low – 0.2", "method luffy grpo"),
                texts(page, "//section[h2='Settings']//tr[td]").stream().sorted().toList());
    }

    @Test
    void aRunThatIsStillWritingCanBeShown() throws Exception {
        Path run = run("one", 0.5, 1);
        Files.delete(run.resolve("accuracy.txt"));
        Files.delete(run.resolve("completions.jsonl"));
        Files.writeString(
                run.resolve("metrics.jsonl"),
                Files.readString(run.resolve("metrics.jsonl")) + "{\"step\":3,\"onPol");
        Document page = page(run);
        assertEquals(List.of("2"), texts(page, "//section[1]//tr[2]/td[2]"));
        assertEquals(List.of("Curves", "Time", "Settings"), texts(page, "//h2"));
    }

    @Test
    void aLongRunIsDrawnByMeans() {
        List<Series.Point> points = new ArrayList<>();
        for (int step = 1; step <= 1000; step++) {
            points.add(new Series.Point(step, step % 2));
        }
        Series drawn = new Series(points).atMost(100);
        assertEquals(100, drawn.points().size());
        assertEquals(
                new Series.Point(5.5, 0.5), drawn.points().get(0)); // 1 to 10, half of them odd
        assertEquals(new Series.Point(995.5, 0.5), drawn.points().get(99));
    }

    @Test
    void whatIsNoRunIsRefused() throws Exception {
        IOException missing =
                assertThrows(IOException.class, () -> RunData.read(directory.resolve("none")));
        assertTrue(missing.getMessage().contains("none/metrics.jsonl: no such file"));
        Path run = run("one", 0.5, 1);
        Files.writeString(run.resolve("metrics.jsonl"), "{\"step\":1}\nnonsense\n{\"step\":3}\n");
        IOException broken = assertThrows(IOException.class, () -> RunData.read(run));
        assertTrue(broken.getMessage().contains("metrics.jsonl:2: "), broken.getMessage());
    }

    private Path run(String name, double first, double second) throws IOException {
        Path run = Files.createDirectories(directory.resolve(name));
        Files.writeString(
                run.resolve("metrics.jsonl"),
                """
                {"step":1,"onPolicySolved":%s}
                {"step":2,"onPolicySolved":%s}
                """
                        .formatted(first, second));
        Files.writeString(
                run.resolve("timings.jsonl"),
                """
                {"step":1,"rollout":1.5,"reward":0.0,"forwardBackward":0.5}
                {"step":2,"rollout":1.5,"reward":0.0,"forwardBackward":0.5}
                """);
        Files.writeString(
                run.resolve("completions.jsonl"),
                """
                {"step":1,"problem":"p","origin":"prefixed","reward":1.0,"solved":true,\
                "advantage":0.5,"tokens":9,"prefixTokens":3,"prompt":"<script>alert(1)</script>",\
                "prefix":"<b>&a","response":"<b>&a nd \\"the rest\\""}
                """);
        Files.writeString(run.resolve("recipe.yaml"), "method: luffy\nseed: 0\n");
        Files.writeString(run.resolve("accuracy.txt"), "solved\n");
        return run;
    }

    private static Document page(Path run) throws Exception {
        Path file = run.resolve("report.html");
        HtmlReport.of(List.of(run)).write(file);
        return parse(file);
    }

    /** The page is well-formed XML, too, which makes it easy to look into. */
    private static Document parse(Path file) throws Exception {
        String html = Files.readString(file);
        assertTrue(html.startsWith("<!DOCTYPE html>"));
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(Files.readAllBytes(file)));
    }

    private static List<String> texts(Document page, String path) throws Exception {
        NodeList nodes =
                (NodeList)
                        XPathFactory.newInstance()
                                .newXPath()
                                .evaluate(path, page, XPathConstants.NODESET);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            StringBuilder text = new StringBuilder();
            NodeList cells = nodes.item(i).getChildNodes();
            boolean row = nodes.item(i).getNodeName().equals("tr");
            for (int c = 0; c < cells.getLength(); c++) {
                text.append(cells.item(c).getTextContent()).append(row ? " " : "");
            }
            texts.add(text.isEmpty() ? nodes.item(i).getTextContent() : text.toString().strip());
        }
        return texts;
    }
}
