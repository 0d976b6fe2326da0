package org.wangge.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.io.WKBWriter;
import org.locationtech.jts.io.WKTReader;
import org.wangge.model.Layer;
import org.wangge.problem.ProblemException;
import org.wangge.store.Store;
import org.wangge.testing.TestDatabases;

/// What is well-formed and absurd is refused with its row and field, whichever format it comes in; the good rows beside it
/// are taken.
abstract class SaneImportContract {

    private static final String GOOD = "G,\"POLYGON ((120 31, 120.1 31, 120.1 31.1, 120 31.1, 120 31))\"";

    @TempDir
    Path folder;

    private TestDatabases.Database database;
    private Store store;

    abstract TestDatabases.Database database() throws Exception;

    @BeforeEach
    void open() throws Exception {
        database = database();
        store = database.open();
    }

    @AfterEach
    void close() throws Exception {
        store.close();
        database.close();
    }

    private ImportReport load(Layer layer, String name, String text) throws IOException {
        return new Importer(store).run(ImportRequest.of(layer, Files.writeString(folder.resolve(name), text)));
    }

    /// Of a file in which one row is good.
    private List<String> rejects(Layer layer, String name, String text) throws IOException {
        ImportReport report = load(layer, name, text);
        assertEquals(1, report.inserted() + report.updated() + report.unchanged(), report::toString);
        return report.rejects().stream().map(ImportReport.Reject::sentence).toList();
    }

    @Test
    void landThatReachesAroundTheWorldOrLiesFarFromItsBranchIsNoLeaf() throws IOException {
        assertEquals(List.of(
                "row 2: wkt: grid WIDE is 358° wide; a leaf grid is at most 45°",
                "row 3: wkt: grid HIGH is 170° high; a leaf grid is at most 45°"),
                rejects(Layer.GRIDS, "wide.csv", "code,wkt\n"
                        + "WIDE,\"POLYGON ((-179 10, 179 10, 179 11, -179 11, -179 10))\"\n"
                        + "HIGH,\"POLYGON ((10 -85, 11 -85, 11 85, 10 85, 10 -85))\"\n" + GOOD + "\n"));
        assertEquals(List.of("row 2: wkt: grid FAR lies 102° away from all other land of its branch; at most 45° are taken"),
                rejects(Layer.GRIDS, "far.csv", "code,wkt,branch\n"
                        + "FAR,\"POLYGON ((17 31, 18 31, 18 32, 17 32, 17 31))\",wide\n" + GOOD + ",wide\n"));
    }

    @Test
    void realLandIsTakenHoweverLargeOrSpread() throws IOException {
        ImportReport report = load(Layer.GRIDS, "real.csv", "code,branch,wkt\n"
                // Xinjiang, 23° wide, and islands 15° off the coast
                + "XJ,CN,\"POLYGON ((73.5 34.3, 96.4 34.3, 96.4 49.2, 73.5 49.2, 73.5 34.3))\"\n"
                + "ISLES,CN,\"POLYGON ((109 3.9, 117 3.9, 117 12, 109 12, 109 3.9))\"\n"
                // on both sides of the 180th meridian, as one grid and as two
                + "CHU,RU,\"MULTIPOLYGON (((170 62, 180 62, 180 69, 170 69, 170 62)), ((-180 62, -172 62, -172 67, -180 "
                        + "67, -180 62)))\"\n"
                + "ALE,US,\"POLYGON ((-180 51, -165 51, -165 54, -180 54, -180 51))\"\n"
                + "ATT,US,\"POLYGON ((172 52, 174 52, 174 53, 172 53, 172 52))\"\n"
                // Hawaii and California
                + "HI,USW,\"POLYGON ((-160 19, -154.8 19, -154.8 22, -160 22, -160 19))\"\n"
                + "CA,USW,\"POLYGON ((-124 33, -114 33, -114 42, -124 42, -124 33))\"\n"
                + "LI,LI,\"POLYGON ((9.47 47.05, 9.63 47.05, 9.63 47.27, 9.47 47.27, 9.47 47.05))\"\n");
        assertEquals(List.of(), report.rejects());
        assertEquals(8, report.inserted());
    }

    @Test
    void numbersThatADoubleCannotHoldAreNotReadAsOthers() throws IOException {
        String digits = "3".repeat(5_000);
        assertEquals(List.of(
                "row 2: lon is \"1e-999\": is too large or too small a number to be kept",
                "row 3: lat is \"1e400\": is too large or too small a number to be kept",
                "row 4: households is \"1e-400\": is too large or too small a number to be kept",
                "row 5: households is \"" + digits.substring(0, 59) + "…\": has 5000 characters; a number has at most 100",
                "row 6: lat is \"0x1p3\": is not a number; leave it empty when it is unknown"),
                rejects(Layer.BUILDINGS, "numbers.csv",
                        "code,lon,lat,households\nA,1e-999,31,1\nB,120,1e400,1\nC,120,31,1e-400\nD,120,31,"
                        + digits + "\nE,120,0x1p3,1\nF,120,31,1\n"));
        assertEquals(List.of(
                "row 2: wkt is \"POINT (1e-999999999 31)\": \"1e-999999999\" is too large or too small a number to be kept "
                        + "(character 8)",
                "row 3: wkt is \"POINT (NaN 31)\": \"NaN\" is not a number (character 8)",
                "row 4: wkt is \"POINT (0x1p3 31)\": \"0x1p3\" is not a number (character 8)"),
                rejects(Layer.BUILDINGS, "points.csv", "code,wkt\nA,POINT (1e-999999999 31)\nB,POINT (NaN 31)\nC,POINT "
                        + "(0x1p3 31)\nF,POINT (120 31)\n"));
        assertEquals(List.of("row 1: geometry is \"1e-999999999\": is too large or too small a number to be kept",
                "row 2: geometry is \"1e400\": is too large or too small a number to be kept",
                "row 3: geometry is \"1e-99999999999\": is too large or too small a number to be kept"),
                rejects(Layer.BUILDINGS, "points.geojson", point("A", "1e-999999999,31") + point("B", "120,1e400")
                        + point("C", "1e-99999999999,31") + point("F", "120,31")));
    }

    private static String point(String code, String position) {
        return "{\"type\":\"Feature\",\"properties\":{\"code\":\"" + code
                + "\"},\"geometry\":{\"type\":\"Point\",\"coordinates\":["
                + position + "]}}\n";
    }

    @Test
    void textsThatAreNoTextNameRowFieldAndPosition() throws IOException {
        assertEquals(List.of(
                "row 1: name is \"?x\": has half a character (a lone surrogate) at position 1".replace("?", "\ud800"),
                "row 2: name is \"a b\": has a control character at position 2",
                "row 3: name is \"a\u202eb\": turns the direction of writing without turning it back",
                "row 4: code is \"\u200b\": is nothing but characters that can't be seen"),
                rejects(Layer.BUILDINGS, "texts.geojson", named("A", "\\ud800x") + named("B", "a\\u0000b")
                        + named("C", "a\\u202eb")
                        + named("\\u200b", "D") + named("F", "好")));
    }

    private static String named(String code, String name) {
        return "{\"type\":\"Feature\",\"properties\":{\"code\":\"" + code + "\",\"name\":\"" + name
                + "\"},\"geometry\":{\"type\":\"Point\",\"coordinates\":[120,31]}}\n";
    }

    /// A table `things` of a GeoPackage; each row has a code, a name as SQL that gives text, and a place as WKT.
    private ImportReport geoPackage(Layer layer, String[]... rows) throws Exception {
        Path file = folder.resolve("things.gpkg");
        Files.deleteIfExists(file);
        try (Connection c = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement s = c.createStatement()) {
            s.execute("create table gpkg_contents (table_name text, data_type text, srs_id integer)");
            s.execute("create table gpkg_geometry_columns (table_name text, column_name text, srs_id integer)");
            s.execute("insert into gpkg_contents values ('things', 'features', 4326)");
            s.execute("insert into gpkg_geometry_columns values ('things', 'geom', 4326)");
            s.execute("create table things (fid integer primary key, geom blob, code text, name text, branch text)");
            for (String[] row : rows) {
                try (PreparedStatement insert = c.prepareStatement(
                        "insert into things (geom, code, name, branch) values (?, ?, " + row[1] + ", 'T')")) {
                    insert.setBytes(1, blob(new WKTReader().read(row[2])));
                    insert.setString(2, row[0]);
                    insert.execute();
                }
            }
        }
        return new Importer(store).run(ImportRequest.of(layer, file));
    }

    private static byte[] blob(Geometry geometry) {
        byte[] wkb = new WKBWriter().write(geometry);
        return ByteBuffer.allocate(8 + wkb.length).put(new byte[] {'G', 'P', 0, 0}).putInt(0x10E6_0000).put(wkb).array();
    }

    private static List<String> sentences(ImportReport report) {
        assertEquals(1, report.inserted(), report::toString);
        return report.rejects().stream().map(ImportReport.Reject::sentence).toList();
    }

    @Test
    void aGeoPackageIsHeldToTheSameLand() throws Exception {
        assertEquals(List.of(
                "row 1: geometry: grid WIDE is 358° wide; a leaf grid is at most 45°",
                "row 2: geometry: grid FAR lies 102° away from all other land of its branch; at most 45° are taken"),
                sentences(geoPackage(Layer.GRIDS,
                        new String[] {"WIDE", "'w'", "POLYGON ((-179 10, 179 10, 179 11, -179 11, -179 10))"},
                        new String[] {"FAR", "'f'", "POLYGON ((17 31, 18 31, 18 32, 17 32, 17 31))"},
                        new String[] {"G", "'g'", "POLYGON ((120 31, 120.1 31, 120.1 31.1, 120 31.1, 120 31))"})));
    }

    @Test
    void aGeoPackageIsHeldToTheSameTexts() throws Exception {
        String place = "POINT (120 31)";
        String notText = "has a character that is not text (was it converted from another encoding?) at position 2";
        assertEquals(List.of(
                "row 1: name is \"a b\": has a control character at position 2",
                "row 2: name is \"a b\": has a control character at position 2",
                "row 3: name is \"a\u202eb\": turns the direction of writing without turning it back",
                "row 4: name is \"a\ufffdb\": " + notText,
                // a lone surrogate as some programs write it, which is no UTF-8
                "row 5: name is \"a\ufffdb\": " + notText,
                "row 6: code is \"\u200b\": is nothing but characters that can't be seen"),
                sentences(geoPackage(Layer.BUILDINGS,
                        new String[] {"A", "'a' || char(0) || 'b'", place},
                        new String[] {"B", "'a' || char(7) || 'b'", place},
                        new String[] {"C", "'a' || char(0x202e) || 'b'", place},
                        new String[] {"D", "cast(x'61ff62' as text)", place},
                        new String[] {"E", "cast(x'61eda08062' as text)", place},
                        new String[] {"\u200b", "'D'", place},
                        new String[] {"F", "'好'", place})));
    }

    private static String ring(double west, double south, double side, int corners) {
        StringBuilder ring = new StringBuilder("(");
        for (int i = 0; i <= corners; i++) {
            double angle = 2 * Math.PI * (i % corners) / corners;
            ring.append(i == 0 ? "" : ", ").append(rounded(west + side / 2 * (1 + Math.cos(angle)))).append(' ')
                    .append(rounded(south + side / 2 * (1 + Math.sin(angle))));
        }
        return ring.append(')').toString();
    }

    private static String rounded(double degrees) {
        return Text.plain(Math.rint(degrees * 1e7) / 1e7);
    }

    private static final String JSON = "{\"type\":\"Feature\",\"properties\":{\"code\":\"%s\"},\"geometry\":"
            + "{\"type\":\"Polygon\",\"coordinates\":[%s]}}\n";

    /// So many holes in a square, each of three corners.
    private static String sieve(int holes) {
        int across = (int) Math.ceil(Math.sqrt(holes));
        double step = 0.9 / across;
        StringBuilder wkt = new StringBuilder("POLYGON ((120 31, 121 31, 121 32, 120 32, 120 31)");
        for (int i = 0; i < holes; i++) {
            wkt.append(", ").append(ring(120.05 + i % across * step, 31.05 + i / across * step, step / 2, 3));
        }
        return wkt.append(')').toString();
    }

    @Test
    void aShapeWithoutMeasureIsRefusedInWords() throws Exception {
        String good = "POLYGON ((122 31, 122.1 31, 122.1 31.1, 122 31.1, 122 31))";
        String reason = "has more than 500,000 positions, or 50,000 lines or rings; simplify it, or give it several rows";
        String vertices = "POLYGON (" + ring(120, 31, 1, 500_000) + ")";
        String holes = sieve(50_000);
        for (Layer layer : List.of(Layer.GRIDS, Layer.BASE)) {
            assertEquals(List.of("row 1: geometry is \"Polygon\": " + reason, "row 2: geometry is \"Polygon\": " + reason),
                    sentences(geoPackage(layer, new String[] {"V", "'v'", vertices}, new String[] {"H", "'h'", holes},
                            new String[] {"G" + layer, "'g'", good})));
        }
        ImportReport csv = load(Layer.BASE, "large.csv", "code,wkt\nV,\"" + vertices + "\"\nH,\"" + holes + "\"\nC,\"" + good
                + "\"\n");
        assertEquals(List.of("row 2: wkt is \"Polygon\": " + reason, "row 3: wkt is \"Polygon\": " + reason), sentences(csv));
        ImportReport lines = load(Layer.BASE, "large.geojson", JSON.formatted("V", coordinates(vertices))
                + JSON.formatted("H", coordinates(holes)) + JSON.formatted("J", coordinates(good)));
        assertEquals(List.of("row 1: geometry is \"Polygon\": " + reason, "row 2: geometry is \"Polygon\": " + reason),
                sentences(lines));
    }

    /// Within the limits, and yet each of its edges would have to be compared with each other: holes that all lie within one
    /// another, and a comb with slanted teeth.
    @Test
    void aShapeThatWouldBeCheckedForEverIsRefusedInWords() throws Exception {
        StringBuilder nested = new StringBuilder("POLYGON (").append(square(0.5));
        for (int i = 0; i < 40_000; i++) {
            nested.append(", ").append(square(0.49 - i * 1e-5));
        }
        StringBuilder comb = new StringBuilder("POLYGON ((120 31");
        for (int i = 0; i < 200_000; i++) {
            comb.append(", ").append(rounded(120.5 + i * 1e-6)).append(" 31.9, ")
                    .append(rounded(120 + i * 1e-6)).append(" 31");
        }
        comb.append(", 121 30, 120 31))");
        String reason = "is too intricate: more than 20,000,000 pairs of its edges would have to be compared; simplify it, or"
                + " give it several rows";
        ImportReport lines = load(Layer.BASE, "intricate.geojson",
                JSON.formatted("N", coordinates(nested.append(')').toString()))
                + JSON.formatted("C", coordinates(comb.toString()))
                + JSON.formatted("G", coordinates("POLYGON (" + square(0.1) + ")")));
        assertEquals(List.of("row 1: geometry is \"Polygon\": " + reason, "row 2: geometry is \"Polygon\": " + reason),
                sentences(lines));
    }

    private static String square(double half) {
        String west = rounded(120.5 - half);
        String east = rounded(120.5 + half);
        String south = rounded(31.5 - half);
        String north = rounded(31.5 + half);
        return "(" + west + " " + south + ", " + east + " " + south + ", " + east + " " + north + ", " + west + " " + north + ", "
                + west + " " + south + ")";
    }

    /// What a polygon's WKT has within its parentheses, as GeoJSON has it.
    private static String coordinates(String wkt) {
        return wkt.substring("POLYGON (".length(), wkt.length() - 1).replace(", (", ";").replace("(", "").replace(")", "")
                .replace(", ", "],[").replace(' ', ',').replace(";", "]],[[").transform(s -> "[[" + s + "]]");
    }

    @Test
    void whatIsNestedBeyondMeasureIsRefusedInWords() throws IOException {
        String deep = "{\"type\":\"Feature\",\"properties\":{\"code\":\"A\"},\"geometry\":{\"type\":\"Polygon\",\"coordinates\":"
                + "[".repeat(100_000) + "]".repeat(100_000) + "}}";
        assertEquals("deep.geojson is nested too deep, or has a number of too many digits or a text without end, in its "
                + "beginning. Export it"
                + " again, or mend it there.",
                assertThrows(ProblemException.class, () -> load(Layer.BUILDINGS, "deep.geojson", deep)).getMessage());
        assertEquals(List.of("row 2: wkt is \"GEOMETRYCOLLECTION\": is a GEOMETRYCOLLECTION;"
                + " a Point, LineString, Polygon or a Multi… of them is needed"),
                rejects(Layer.BUILDINGS, "deep.csv", "code,wkt\nA,\"" + "GEOMETRYCOLLECTION(".repeat(100_000)
                        + "\"\nF,POINT (120 31)\n"));
    }
}
