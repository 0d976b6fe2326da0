package org.wangge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Sources are read side by side: no line is wider than half a screen takes.
class SourceLinesTest {

    private static final int WIDEST = 130;

    @Test
    void noLineIsTooLong() throws IOException {
        List<String> tooLong = new ArrayList<>();
        int files = 0;
        for (String folder : List.of("src", "../web/src", "../web/test")) {
            try (Stream<Path> paths = Files.walk(Path.of(folder))) {
                for (Path file : paths.filter(p -> p.toString().matches(".*\\.(java|js|ts|css)")).toList()) {
                    files++;
                    List<String> lines = Files.readAllLines(file);
                    for (int i = 0; i < lines.size(); i++) {
                        if (lines.get(i).codePointCount(0, lines.get(i).length()) > WIDEST) {
                            tooLong.add(file + ":" + (i + 1));
                        }
                    }
                }
            }
        }
        assertTrue(files > 500, "hardly any source was found");
        assertEquals(List.of(), tooLong);
    }
}
