package org.wangge.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/// How the command line says which field fills which column.
class ImportCommandTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "code=nr capacity=n used=n|1|wangge: --map capacity=n --map used=n: n is to fill both capacity and used.",
        "code=nr capacity=n used=N|1|wangge: --map capacity=n --map used=n: n is to fill both capacity and used.",
        "code=nr capacity=n capacity=m|2|wangge: --map names the column capacity twice, as n and as m; name it once.",
        "code|2|wangge: --map is 'code'; it must be COLUMN=FIELD: a column of wangge, and what the file calls it.",
        "code=|2|wangge: --map is 'code='; it must be COLUMN=FIELD: a column of wangge, and what the file calls it.",
        "code=nr capacity=n used=m|0|ports.csv: CSV, EPSG:4326, 1 rows",
    })
    void aColumnIsFilledFromOneFieldAndAFieldFillsOneColumn(String maps, int code, String said) throws IOException {
        Path file = Files.writeString(folder.resolve("ports.csv"), "nr,n,m,lon,lat\nA,8,4,120,31\n");
        StringWriter words = new StringWriter();
        String[] arguments = ("import --dry-run --layer ports --data-dir " + folder.resolve("data") + " --map "
                + maps.replace(" ", " --map ") + " " + file).split(" ");

        try (CommandJob job = new CommandJob(); PrintWriter out = new PrintWriter(words)) {
            assertEquals(code, Main.run(new CommandLine(new Main(job)).setOut(out).setErr(out), arguments), words.toString());
        }
        assertTrue(words.toString().contains(said), words.toString());
    }
}
