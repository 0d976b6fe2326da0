package org.wangge.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.wangge.problem.ProblemException;

class FormatTest {

    @TempDir
    Path folder;

    private Path write(String name, String latin1) throws IOException {
        return Files.write(folder.resolve(name), latin1.getBytes(StandardCharsets.ISO_8859_1));
    }

    @ParameterizedTest
    @CsvSource({"GEOJSON, a.txt, ' {\"type\":'", "GEOJSON, a.csv, '{'", "CSV, a.txt, 'code,lon'", "GEOPACKAGE, a.csv, 'SQLite "
            + "format 3\0'"})
    void isToldByContentFirst(Format expected, String name, String content) throws IOException {
        assertEquals(expected, Format.of(write(name, content)));
    }

    static Stream<Arguments> foreign() {
        return Stream.of(
                Arguments.of("a.shp", "\0\0'\n", "part of a Shapefile"),
                Arguments.of("a.dbf", "x", "part of a Shapefile"),
                Arguments.of("a.zip", "PK\u0003\u0004", "a ZIP archive"),
                Arguments.of("a.xlsx", "PK\u0003\u0004", "an Excel workbook"),
                Arguments.of("a.xls", "\u00D0\u00CF\u0011\u00E0", "an old Excel workbook"),
                Arguments.of("a.csv.gz", "\u001F\u008B", "compressed with gzip"),
                Arguments.of("a.fgb", "fgb\u0003fgb", "a FlatGeobuf file"),
                Arguments.of("a.csv", "\u00FF\u00FEc", "text in UTF-16"),
                Arguments.of("a.kml", "<?xml", "XML (KML, GML, GPX, …)"));
    }

    @ParameterizedTest
    @MethodSource("foreign")
    void namesWhatItDoesNotRead(String name, String content, String what) throws IOException {
        Path file = write(name, content);
        assertEquals(name + " is " + what + ", which is not read. Convert it, for example with ogr2ogr or QGIS; GeoJSON "
                + "(.geojson), "
                        + "GeoPackage (.gpkg) and CSV in UTF-8 (.csv) are read.",
                assertThrows(ProblemException.class, () -> Format.of(file)).getMessage());
    }

    @Test
    void refusesWhatIsNotWhatItsNameSays() throws IOException {
        Path json = write("a.geojson", "[1]");
        assertEquals("a.geojson is no GeoJSON: it begins with \"[\", not with \"{\". Write a FeatureCollection, or one "
                + "Feature a line.",
                assertThrows(ProblemException.class, () -> Format.of(json)).getMessage());
        Path gpkg = write("a.gpkg", "code");
        assertEquals("a.gpkg is no GeoPackage: it does not begin with \"SQLite format 3\". Export it again; GeoJSON "
                + "(.geojson), GeoPackage "
                        + "(.gpkg) and CSV in UTF-8 (.csv) are read.",
                assertThrows(ProblemException.class, () -> Format.of(gpkg)).getMessage());
        assertEquals(folder + " is a folder. Name one file; GeoJSON (.geojson), GeoPackage (.gpkg) and CSV in UTF-8 (.csv) "
                + "are read.",
                assertThrows(ProblemException.class, () -> Format.of(folder)).getMessage());
        assertEquals("There is no file nowhere.csv. Check the path.",
                assertThrows(ProblemException.class, () -> Format.of(Path.of("nowhere.csv"))).getMessage());
    }

    @Test
    void readingAGeoPackageTouchesNothingBesideIt() throws IOException {
        Path copy = folder.resolve("it's 100% #1?.gpkg");
        Files.copy(Fixtures.file("whole.gpkg"), copy);
        byte[] before = Files.readAllBytes(copy);
        try (FeatureReader reader = new GeoPackageReader(copy, null, "buildings", Terms.COMMAND_LINE)) {
            assertEquals(2, reader.estimatedTotal());
            assertEquals("B1", reader.next().values()[reader.fields().indexOf("code")]);
        }
        try (var files = Files.list(folder)) {
            assertEquals(List.of(copy), files.toList());
        }
        assertEquals(new String(before, StandardCharsets.ISO_8859_1), Files.readString(copy, StandardCharsets.ISO_8859_1));
        Files.write(folder.resolve(copy.getFileName() + "-wal"), new byte[] {1});
        assertEquals(copy.getFileName() + " is open in another program: " + copy.getFileName() + "-wal holds changes that are "
                + "not in it "
                        + "yet. Close it there (QGIS: remove the layer or quit) and import again.",
                assertThrows(ProblemException.class, () -> new GeoPackageReader(copy, null, "buildings", Terms.COMMAND_LINE))
                        .getMessage());
    }

    /// Opening a pipe would wait for somebody to write into it.
    @Test
    @Timeout(300)
    void aPipeIsRefusedBeforeItIsOpened() throws Exception {
        Path pipe = folder.resolve("data.csv");
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
        assertEquals(pipe + " is a pipe or a device, not a file. Write its content to a file first.",
                assertThrows(ProblemException.class, () -> Format.of(pipe)).getMessage());
    }

    @Test
    void geoJsonMembersMayComeInAnyOrder() throws IOException {
        Path file = write("a.geojson", """
                {"features":[
                  {"geometry":{"coordinates":[1,2,9],"type":"Point"},"id":"x",
                   "properties":{"nested":{"a":[1]},"n":null},"type":"Feature"},
                  {"properties":null,"geometry":null,"type":"Feature"}],
                 "crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::4490"}},"type":"FeatureCollection"}
                {"type":"Feature","geometry":null,"properties":{"late":true}}
                """);
        List<String> rows = new ArrayList<>();
        try (FeatureReader reader = new GeoJsonReader(file)) {
            assertEquals(List.of("id", "nested", "n", "late"), reader.fields());
            assertEquals("urn:ogc:def:crs:EPSG::4490", reader.crs());
            assertEquals(3, reader.estimatedTotal());
            for (FeatureReader.Feature f = reader.next(); f != null; f = reader.next()) {
                rows.add(f.row() + " " + String.join(" ", f.values()) + " " + (f.shape() == null ? null : f.shape().kind()));
            }
        }
        assertEquals(List.of("1 x {\"a\":[1]} null null POINT", "2 null null null null null", "3 null null null true null"),
                rows);
    }

    @Test
    void aLongFileIsReadInChunksWithoutLosingTheLineOfABadByte() throws IOException {
        StringBuilder text = new StringBuilder("code,name,lon,lat\n");
        for (int i = 0; i < 20_000; i++) {
            text.append("B").append(i).append(",园区大厦,120,31\n");
        }
        byte[] good = text.toString().getBytes(StandardCharsets.UTF_8);
        Path file = Files.write(folder.resolve("long.csv"), good);
        assertEquals(20_001, Utf8.countLines(file));
        byte[] bad = good.clone();
        bad[good.length - 5] = (byte) 0xFF;
        Files.write(file, bad);
        assertEquals("long.csv is not UTF-8: line 20001 holds the bytes FF 2C. Save it as UTF-8 (in a spreadsheet: \"CSV "
                + "UTF-8\").",
                assertThrows(ProblemException.class, () -> Utf8.countLines(file)).getMessage());
        assertFalse(bad.length < 1 << 18, "longer than some buffers");
    }
}
