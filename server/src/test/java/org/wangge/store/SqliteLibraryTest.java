package org.wangge.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wangge.model.Plan;
import org.wangge.testing.Jvm;

class SqliteLibraryTest {

    @TempDir
    Path folder;

    @Test
    void severalProcessesThatAreKilledLeaveNothingInTheFolderOfTemporaryFiles() throws Exception {
        Path temporary = Files.createDirectory(folder.resolve("temporary"));
        Path file = folder.resolve("wangge.gpkg");
        Plan plan;
        try (Store store = Store.openGeoPackage(file)) {
            plan = store.createPlan("theirs", 0, StoreFixture.PLANNER);
            store.createPlan("others", 0, StoreFixture.PLANNER);
        }
        List<Process> processes = List.of(writer(temporary, file, plan.id()), writer(temporary, file, plan.id() + 1));
        try {
            for (Process each : processes) {
                BufferedReader lines = each.inputReader();
                String line = lines.readLine();
                while (line != null && !line.startsWith("version ")) {
                    line = lines.readLine();
                }
                assertTrue(line != null, "it writes");
            }
        } finally {
            for (Process each : processes) {
                each.destroyForcibly().waitFor();
            }
        }
        try (var files = Files.list(temporary)) {
            assertEquals(List.of(), files.map(f -> f.getFileName().toString()).filter(n -> !n.startsWith("hsperfdata")).toList());
        }
    }

    private static Process writer(Path temporary, Path file, long plan) throws Exception {
        return new ProcessBuilder(Jvm.command(
                        List.of("-Djava.io.tmpdir=" + temporary), CommandWriter.class, file.toString(), String.valueOf(plan)))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }
}
