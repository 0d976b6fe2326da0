package org.wangge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.wangge.access.Action;

/// The documents name classes, files and paths; what they name exists.
class ArchitectureDocTest {

    private static final Path ROOT = Path.of("..");

    @Test
    void everyClassThatTheArchitectureNamesExists() throws IOException {
        Matcher m = Pattern.compile("`(org\\.wangge\\.[\\w.]+)`").matcher(Files.readString(ROOT.resolve("docs/architecture.md")));
        List<String> missing = new ArrayList<>();
        int named = 0;
        while (m.find()) {
            named++;
            if (getClass().getResource("/" + m.group(1).replace('.', '/') + ".class") == null) {
                missing.add(m.group(1));
            }
        }
        assertEquals(List.of(), missing);
        assertTrue(named >= 5);
    }

    @Test
    void theReferenceListsAllThatLeavesALineInTheAuditTrail() throws IOException {
        String reference = Files.readString(ROOT.resolve("docs/api.md"));
        int begin = reference.indexOf("Actions in the audit trail:");
        Matcher m = Pattern.compile("`([a-z.]+)`").matcher(reference.substring(begin, reference.indexOf("\n\n", begin)));
        TreeSet<String> listed = new TreeSet<>();
        while (m.find()) {
            listed.add(m.group(1));
        }
        assertEquals(new TreeSet<>(Arrays.stream(Action.values()).map(Action::key).toList()), listed);
    }

    @Test
    void nothingIsListedAsAnActionThatNobodyWrites() throws IOException {
        StringBuilder code = new StringBuilder();
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            for (Path file : files.filter(f -> f.toString().endsWith(".java") && !f.endsWith("Action.java")).toList()) {
                code.append(Files.readString(file).replaceAll("(?m)^import .*$", ""));
            }
        }
        assertEquals(List.of(), Arrays.stream(Action.values())
                .filter(a -> !Pattern.compile("\\b" + a.name() + "\\b").matcher(code).find()).toList());
    }

    @Test
    void everyFileThatADocumentLinksToExists() throws IOException {
        TreeSet<String> missing = new TreeSet<>();
        for (String document
                : new String[] {"README.md", "README.zh-CN.md", "docs/api.md", "docs/architecture.md", "docs/benchmarks.md"}) {
            Path file = ROOT.resolve(document);
            Matcher m = Pattern.compile("\\]\\((?!http)([^)#]+)").matcher(Files.readString(file));
            while (m.find()) {
                if (!Files.exists(file.getParent().resolve(m.group(1)))) {
                    missing.add(document + " → " + m.group(1));
                }
            }
        }
        assertEquals(new TreeSet<>(), missing);
    }

    @Test
    void theApiReferenceKnowsEveryRoute() throws IOException {
        String reference = Files.readString(ROOT.resolve("docs/api.md"));
        String routes = Files.readString(Path.of("src/main/java/org/wangge/api/Routes.java"));
        TreeSet<String> missing = new TreeSet<>();
        Matcher m = Pattern.compile("\"(/(?:api|tiles|ogc|health|metrics)[^\"]*)\"").matcher(routes);
        while (m.find()) {
            String path = m.group(1);
            boolean known = reference.contains(path)
                    || reference.contains("`/" + path.substring(path.lastIndexOf('/') + 1) + "`");
            if (!known) {
                missing.add(path);
            }
        }
        assertEquals(new TreeSet<>(), missing);
    }
}
