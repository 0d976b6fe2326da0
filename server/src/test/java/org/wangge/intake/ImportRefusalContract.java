package org.wangge.intake;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.wangge.model.Building;
import org.wangge.model.Count;
import org.wangge.model.Layer;

/// What an import says of a file or a row that it does not take.
abstract class ImportRefusalContract extends ImportFixture {

    @Test
    void aBrokenFileIsRefusedWithItsReasonAndTheStoreStaysAsItWas() {
        load(Layer.BUILDINGS, "tabs-wkt.csv");
        load(Layer.GRIDS, "grids-parents.csv");
        List<String> before = StoreDump.of(store);
        Map<String, String> texts = new java.util.LinkedHashMap<>();
        texts.put("empty.csv", "empty.csv is empty: it has 0 bytes. Export it again; GeoJSON (.geojson), GeoPackage (.gpkg) "
                + "and CSV in "
                + "UTF-8 (.csv) are read.");
        texts.put("heading-only.csv", "heading-only.csv is empty: it has a heading and no rows. Export it again.");
        texts.put("empty.geojson", "empty.geojson is empty: its FeatureCollection has no features. Export it again.");
        texts.put("missing-columns.csv", "missing-columns.csv has no column for the code; it has name, households, lon, lat. "
                + "Every row "
                + "needs a code of its own; name the field that has it, for example --map code=name.");
        texts.put("missing-place.csv", "missing-place.csv has no column for the place; it has code, name, households. Add the "
                + "columns lon "
                + "and lat, or wkt; where they have other names, say so: --map lon=THEIR_NAME --map lat=THEIR_NAME.");
        texts.put("gbk.csv", "gbk.csv is not UTF-8: line 3 holds the bytes C7 F8, which are \"区\" in GBK. Save it as UTF-8 (in a "
                + "spreadsheet: \"CSV UTF-8\"), or convert it: iconv -f GB18030 -t UTF-8 gbk.csv > utf8-gbk.csv");
        texts.put("truncated.geojson", "truncated.geojson ends at line 51, column 4 in the middle of feature 4. The file is "
                + "cut off; "
                + "export or copy it again.");
        texts.put("truncated.gpkg", "truncated.gpkg is cut off: it has 40,000 of 98,304 bytes. Copy or export it again.");
        texts.put("not-features.geojson", "not-features.geojson holds a JSON object of type Polygon, which is no Feature and no "
                + "FeatureCollection. Write a FeatureCollection, or one Feature a line.");
        texts.put("two-tables.gpkg", "two-tables.gpkg has 2 feature tables: east, west. Say which with --table, for example "
                + "--table east.");
        texts.put("unclosed-quote.csv", "unclosed-quote.csv can't be read as CSV: Unclosed quoted field at end of input "
                + "(record starting at "
                + "line 3). Look for a quotation mark that is never closed, or text after a closed one.");
        assertAll(texts.entrySet().stream().map(e -> () -> {
            assertEquals(e.getValue(), problem(() -> load(Layer.BUILDINGS, e.getKey())));
            assertEquals(before, StoreDump.of(store), e.getKey());
        }));
    }

    @Test
    void badRowsAreReportedWithRowFieldValueAndReasonAndTheOthersAreTaken() {
        ImportReport report = load(Layer.BUILDINGS, "bad-cells.csv");
        assertEquals(
                List.of(
                        "row 3: households is \"12.5\": is not a whole number",
                        "row 4: households is \"-3\": is negative",
                        "row 5: households is \"abc\": is not a number; leave it empty when it is unknown",
                        "row 6: households is \"1,200\": is not a number; write it without thousands separators",
                        "row 7: households is \"x\": is not a number; leave it empty when it is unknown",
                        "row 7: subscribers is \"y\": is not a number; leave it empty when it is unknown",
                        "row 8: code is \"B1\": stands in row 2 already; a code may occur once",
                        "row 9: code: is empty; every row needs a code of its own",
                        "row 10: lon: is empty; every row of this layer needs a place",
                        "row 11: lon is \"NaN\": is not a number",
                        "row 12: row is \"2 fields\": the heading has 7 fields; is a separator or a quote missing?"),
                sentences(report));
        assertEquals("12 read, 2 inserted, 0 updated, 0 unchanged, 10 rejected", outcome(report));
        assertTrue(report.written());
        Building fine = StoreDump.building(store, "B1");
        assertEquals(12, fine.counts().value(Count.SUBSCRIBERS));
        assertEquals(1235, fine.counts().value(Count.REVENUE));
        assertNull(StoreDump.building(store, "B12").counts().value(Count.HOUSEHOLDS));
    }

    @Test
    void badPlacesAreReported() {
        assertEquals(
                List.of(
                        "row 3: lat is \"91\": latitude 91 is outside -90..90",
                        "row 4: lat is \"120.62\": latitude 120.62 is outside -90..90; longitude 31.3 and latitude look swapped",
                        "row 5: lon is \"181\": longitude 181 is outside -180..180"),
                sentences(load(Layer.BUILDINGS, "lat91.csv")));
        assertEquals(
                List.of("row 2: geometry is \"120.615, 31.305\": crosses itself at 120.615, 31.305"),
                sentences(load(Layer.BUILDINGS, "self-crossing.geojson")));
        assertEquals(
                List.of("row 2: geometry is \"NaN\": is not a number, in position 1"), sentences(load(Layer.BUILDINGS,
                        "nan.geojson")));
    }

    @Test
    void badGeometryIsReported() {
        assertEquals(
                List.of(
                        "row 2: geometry is \"120.61, 31.3\": ring 1 is not closed: it begins at 120.61, 31.3 "
                                + "and ends at 120.61, 31.31",
                        "row 3: geometry is \"120.61, 31.3\": ring 1 has 3 positions; a ring needs at least 4",
                        "row 4: geometry is \"LineString\": is a LineString; a Polygon, MultiPolygon or Point is needed",
                        "row 5: geometry: is empty; every row of this layer needs a place",
                        "row 6: geometry: is empty; a Polygon, MultiPolygon or Point is needed",
                        "row 7: geometry is \"GeometryCollection\": is a GeometryCollection; a Point, LineString, Polygon "
                                + "or a Multi… of them is needed",
                        "row 8: geometry is \"Polygon\": has coordinates nested 2 deep; those of a Polygon are nested 3 deep",
                        "row 9: geometry is \"120.61\": stands where a coordinate should be",
                        "row 10: geometry is \"120.63, 31.3\": has a hole outside its shell at 120.63, 31.3"),
                sentences(load(Layer.BUILDINGS, "bad-geometry.geojson")));
    }

    @Test
    void aFileWithoutOneGoodRowIsRefused() throws IOException {
        Path file = write("bad.csv", "code,lon,lat", "A,120,91", "B,120,92");
        List<String> before = StoreDump.of(store);
        assertEquals("No row of bad.csv can be taken: 2 rows read, all rejected; row 2: lat is \"91\": latitude 91 is outside "
                + "-90..90. "
                + "Mend the rows, or check --layer, --crs and --map.", problem(() -> importer.run(ImportRequest.of(Layer.PORTS,
                        file))));
        assertEquals(before, StoreDump.of(store));
    }

    @Test
    void rejectsAreCountedAllAndListedUpToTheMaximum() {
        ImportReport report = importer.run(ImportRequest.of(Layer.BUILDINGS, Fixtures.file("bad-cells.csv")).withMaxRejects(2));
        assertEquals(10, report.rejectedRows());
        assertEquals(2, report.rejects().size());
    }

    /// What is wrong with a file, and what is said of it: the options are called as they are where the import was asked for.
    @Test
    void theOptionsAreCalledAsWhereTheImportWasAskedFor() throws IOException {
        Path named = write("named.csv", "nr,x,y", "A,120,31");
        ImportRequest unplaced = ImportRequest.of(Layer.PORTS, write("unplaced.csv", "code,a,b", "A,120,31"));
        ImportRequest twoTables = ImportRequest.of(Layer.BUILDINGS, Fixtures.file("two-tables.gpkg"));
        ImportRequest ports = ImportRequest.of(Layer.PORTS, named);
        assertNamed(ports, "name the field that has it, for example --map code=nr.",
                "name the field that has it, for example columns={\"code\":\"nr\"}.");
        assertNamed(unplaced, "say so: --map lon=THEIR_NAME --map lat=THEIR_NAME.",
                "say so: columns={\"lon\":\"THEIR_NAME\",\"lat\":\"THEIR_NAME\"}.");
        assertNamed(ports.withColumns(Map.of("height", "x")), "--map height=x: ports have no column height. ",
                "columns={\"height\":\"x\"}: ports have no column height. ");
        assertNamed(ports.withColumns(Map.of("code", "\"")), "--map code=\": named.csv has no column \". ",
                "columns={\"code\":\"\\\"\"}: named.csv has no column \". ");
        assertNamed(ports.withColumns(Map.of("code", "nr", "capacity", "X", "used", "x")),
                "--map capacity=x --map used=x: x is to fill both capacity and used. Each field fills one column: ",
                "columns={\"capacity\":\"x\",\"used\":\"x\"}: x is to fill both capacity and used. ");
        assertNamed(ports.withTable("t"), "--table t: named.csv is no GeoPackage and has no tables. Leave --table out.",
                "table=t: named.csv is no GeoPackage and has no tables. Leave the parameter table out.");
        assertNamed(twoTables, "Say which with --table, for example --table east.",
                "Say which with the parameter table, for example table=east.");
        assertNamed(twoTables.withTable("t"), "Name one of them with --table.", "Name one of them with the parameter table.");
        assertNamed(ports.withCrs("EPSG:1"), "--crs EPSG:1: there is no such coordinate system. ",
                "crs=EPSG:1: there is no such coordinate system. ");
        Path unknown = write("unknown.geojson", "{\"type\":\"FeatureCollection\",\"crs\":{\"type\":\"name\",\"properties\":"
                + "{\"name\":\"EPSG:1\"}},\"features\":[{\"type\":\"Feature\",\"properties\":{\"code\":\"A\"},\"geometry\":"
                + "{\"type\":\"Point\",\"coordinates\":[120,31]}}]}");
        assertNamed(ImportRequest.of(Layer.PORTS, unknown), "Say which it is, for example --crs EPSG:4527 or --crs GCJ-02.",
                "Say which it is, for example crs=EPSG:4527 or crs=GCJ-02.");
        assertNamed(ImportRequest.of(Layer.PORTS, write("metres.csv", "code,lon,lat", "A,39500000,3400000")),
                "is not in degrees; name the system of the coordinates, for example --crs EPSG:4527. Mend the rows, or check "
                        + "--layer, --crs and --map.",
                "is not in degrees; name the system of the coordinates, for example crs=EPSG:4527. Mend the rows, or check "
                        + "the parameters layer, crs and columns.");
        assertNamed(ImportRequest.of(Layer.PORTS, write("srid.csv", "code,wkt", "A,SRID=4527;POINT (1 2)")),
                "has SRID 4527; leave it out and name the system with --crs EPSG:4527. ",
                "has SRID 4527; leave it out and name the system with crs=EPSG:4527. ");
    }

    private void assertNamed(ImportRequest request, String atTheCommandLine, String inTheApi) {
        String there = problem(() -> importer.run(request));
        assertTrue(there.contains(atTheCommandLine), there);
        String here = problem(() -> importer.run(request.withTerms(Terms.API)));
        assertTrue(here.contains(inTheApi) && !here.contains("--"), here);
    }
}
