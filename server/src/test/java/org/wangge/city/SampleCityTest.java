package org.wangge.city;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wangge.problem.ProblemException;
import org.wangge.testing.Jvm;

class SampleCityTest extends CityRules {

    private static final List<String> FILES =
            List.of("branches.geojson", "grids.geojson", "base.geojson", "buildings.csv", "ports.csv", "sightings.csv");

    @TempDir
    static Path dir;

    private static CityFiles city;
    private static final List<Long> TOLD = new ArrayList<>();

    @BeforeAll
    static void generate() throws Exception {
        SampleCity.generate(dir, SampleCity.DEMO_BUILDINGS, TOLD::add);
        city = new CityFiles(dir);
    }

    @Override
    CityFiles city() {
        return city;
    }

    @Override
    int buildings() {
        return SampleCity.DEMO_BUILDINGS;
    }

    /// Regenerate with `./wangge generate --buildings 12000 --out data/demo`.
    @Test
    void theDemoInTheRepositoryIsItsOutput() throws IOException {
        long bytes = 0;
        for (String file : FILES) {
            try (var in = SampleCity.class.getResourceAsStream("/demo/" + file)) {
                byte[] kept = in.readAllBytes();
                bytes += kept.length;
                boolean same = Arrays.equals(kept, Files.readAllBytes(dir.resolve(file)));
                assertTrue(same, file + " differs from what generate writes");
            }
        }
        assertTrue(bytes < 6_000_000, bytes + " bytes");
    }

    @Test
    void theSameSizeGivesTheSameBytes(@TempDir Path first, @TempDir Path second) throws IOException {
        SampleCity.generate(first, 2_000, done -> {});
        SampleCity.generate(second, 2_000, done -> {});
        for (String file : FILES) {
            assertEquals(-1, Files.mismatch(first.resolve(file), second.resolve(file)), file);
        }
        assertFalse(Files.readString(first.resolve("buildings.csv")).contains("\r"));
    }

    /// Another machine hands out other identity hashes, and sets that go by them another order.
    @Test
    void anotherMachineWritesTheSameBytes(@TempDir Path there) throws Exception {
        Process other = new ProcessBuilder(Jvm.command(
                        List.of("-XX:+UnlockExperimentalVMOptions", "-XX:hashCode=2"), Elsewhere.class, there.toString()))
                .inheritIO()
                .start();
        assertEquals(0, other.waitFor());
        for (String file : FILES) {
            assertEquals(-1, Files.mismatch(dir.resolve(file), there.resolve(file)), file);
        }
    }

    /// Runs in a JVM of its own.
    static final class Elsewhere {
        public static void main(String[] args) {
            SampleCity.generate(Path.of(args[0]), SampleCity.DEMO_BUILDINGS, done -> {});
        }
    }

    @Test
    void tellsHowFarItIs() {
        assertEquals(List.of(5000L, 10000L, 12000L), TOLD);
    }

    @Test
    void leavesAreOfASizeForOneOrTwoManagersButForOneThatIsOverloaded() {
        double[] homes = new double[city.leaves.size()];
        int[] leafOf = city.leafOfBuildings();
        for (int i = 0; i < leafOf.length; i++) {
            Double h = city.buildings.get(i).number("households");
            homes[Math.max(0, leafOf[i])] += leafOf[i] < 0 || h == null ? 0 : h;
        }
        double[] sorted = Arrays.stream(homes).sorted().toArray();
        double median = sorted[sorted.length / 2];
        assertTrue(homes.length >= 27, homes.length + " leaves");
        assertTrue(sorted[0] > 1800 && sorted[sorted.length - 2] < 9000, Arrays.toString(sorted));
        assertTrue(sorted[sorted.length - 1] > median + 2 * 3000, Arrays.toString(sorted));
    }

    @Test
    void aSizeThatCannotBeMadeIsRefused(@TempDir Path out) {
        ProblemException e = assertThrows(ProblemException.class, () -> SampleCity.generate(out, 1999, done -> {}));
        assertEquals("A sample city of 1999 buildings can't be made. Ask for 2000 to 10000000 buildings.", e.getMessage());
    }

    @Test
    void aDirectoryThatCannotBeWrittenIsNamed(@TempDir Path out) throws IOException {
        Path file = Files.writeString(out.resolve("taken"), "a file");
        ProblemException e = assertThrows(ProblemException.class, () -> SampleCity.generate(file, 2000, done -> {}));
        assertTrue(e.getMessage().startsWith("The sample city can't be written to " + file), e.getMessage());
    }
}
