package org.wangge.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SourcesTest {

    @Test
    void commentsGoAndLinesKeepTheirNumbers() {
        String source = """
                /** What it is. */
                export const a = 1; // stays
                /**
                 * @param {string} b `so`
                 */
                export function f(b) {
                    // why
                    return '//' + b;
                /* before */ }
                """;
        assertEquals("""

                export const a = 1; // stays



                export function f(b) {

                    return '//' + b;
                 }
                """, Sources.withoutComments(source));
    }

    @Test
    void whatStandsInATemplateLiteralStays() {
        String source = """
                const html = `
                    // no comment, \\` neither
                    /* nor this */`;
                // one
                """;
        assertEquals(source.replace("// one", ""), Sources.withoutComments(source));
    }

    /// A comment that is left, or a backtick without its other, would show that code was taken for a template literal, or one
    /// for code.
    @Test
    void noSourceOfOursLosesAnythingButComments() throws IOException {
        ArrayList<String> scripts = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Path.of("../web/src"))) {
            for (Path file : (Iterable<Path>) files.filter(f -> f.toString().matches(".*[.](js|css)"))::iterator) {
                String code = Sources.withoutComments(Files.readString(file));
                assertEquals(Files.readString(file).lines().count(), code.lines().count(), file.toString());
                assertTrue(code.lines().noneMatch(line -> line.strip().startsWith("/*") || line.strip().startsWith("//")
                        || line.strip().startsWith("* ")), file.toString());
                assertEquals(0, code.replace("\\`", "").chars().filter(c -> c == '`').count() % 2, file.toString());
                scripts.add(file.toString());
            }
        }
        assertTrue(scripts.size() > 90, scripts.toString());
    }
}
