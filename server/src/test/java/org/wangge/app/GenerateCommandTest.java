package org.wangge.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wangge.city.SampleCity;
import picocli.CommandLine;

class GenerateCommandTest {

    private final StringWriter said = new StringWriter();

    private int run(String... arguments) {
        return new CommandLine(new GenerateCommand()).setOut(new PrintWriter(said)).setErr(new PrintWriter(said))
                .execute(arguments);
    }

    @Test
    void theHelpNamesTheSizesThatAreTaken() {
        assertEquals(0, run("--help"));
        assertTrue(said.toString().replaceAll("\\s+", " ").contains(
                "Number of buildings, " + SampleCity.MIN_BUILDINGS + " to " + SampleCity.MAX_BUILDINGS), said.toString());
    }

    @ParameterizedTest
    @ValueSource(ints = {SampleCity.MIN_BUILDINGS - 1, SampleCity.MAX_BUILDINGS + 1})
    void otherSizesAreRefusedInTheSameWords(int buildings, @TempDir Path out) {
        assertEquals(2, run("--buildings", String.valueOf(buildings), "--out", out.toString()));
        assertTrue(said.toString().startsWith("--buildings is " + buildings + "; it must be " + SampleCity.MIN_BUILDINGS + ".."
                + SampleCity.MAX_BUILDINGS), said.toString());
        assertEquals(0, out.toFile().list().length);
    }
}
