package org.wangge.intake;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/// The files of `data/fixtures`.
final class Fixtures {

    private static final Path FOLDER = Path.of("../data/fixtures");

    private Fixtures() {}

    static Path file(String name) {
        Path file = FOLDER.resolve(name);
        assertTrue(Files.exists(file), file + " is missing");
        return file;
    }
}
