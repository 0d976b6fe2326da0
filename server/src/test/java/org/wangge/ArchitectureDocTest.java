package org.wangge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

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
    void everyFileThatADocumentLinksToExists() throws IOException {
        TreeSet<String> missing = new TreeSet<>();
        for (String document : new String[] {"README.md", "README.zh-CN.md", "docs/api.md", "docs/architecture.md", "docs/benchmarks.md"}) {
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
            boolean known = reference.contains(path) || reference.contains("`/" + path.substring(path.lastIndexOf('/') + 1) + "`");
            if (!known) {
                missing.add(path);
            }
        }
        assertEquals(new TreeSet<>(), missing);
    }
}
