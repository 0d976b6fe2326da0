package org.wangge.intake;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.locationtech.jts.geom.Coordinate;
import org.wangge.model.Actor;
import org.wangge.model.Assignment;
import org.wangge.model.Branch;
import org.wangge.model.Building;
import org.wangge.model.Count;
import org.wangge.model.Grid;
import org.wangge.model.Layer;
import org.wangge.model.Person;
import org.wangge.model.Plan;
import org.wangge.model.Table;
import org.wangge.problem.ProblemException;
import org.wangge.store.Store;
import org.wangge.testing.TestDatabases;

/// What every import does, on either database.
abstract class ImportContract {

    @TempDir
    Path folder;

    private TestDatabases.Database database;
    private Store store;
    private Importer importer;

    abstract TestDatabases.Database database() throws Exception;

    @BeforeEach
    void open() throws Exception {
        database = database();
        store = database.open();
        importer = new Importer(store);
    }

    @AfterEach
    void close() throws Exception {
        store.close();
        database.close();
    }

    private ImportReport load(Layer layer, String fixture) {
        return importer.run(ImportRequest.of(layer, Fixtures.file(fixture)));
    }

    private Path write(String name, String... lines) throws IOException {
        return Files.writeString(folder.resolve(name), String.join("\n", lines) + "\n", StandardCharsets.UTF_8);
    }

    private static String problem(Runnable run) {
        return assertThrows(ProblemException.class, run::run).getMessage();
    }

    private static List<String> sentences(ImportReport report) {
        return report.rejects().stream().map(ImportReport.Reject::sentence).toList();
    }

    private static String outcome(ImportReport r) {
        return r.rowsRead() + " read, " + r.inserted() + " inserted, " + r.updated() + " updated, " + r.unchanged()
                + " unchanged, "
                + r.rejectedRows() + " rejected";
    }

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
    void aStrictImportWithARejectWritesNothing() {
        List<String> before = StoreDump.of(store);
        ImportReport report = importer.run(ImportRequest.of(Layer.BUILDINGS, Fixtures.file("bad-cells.csv")).withStrict(true));
        assertFalse(report.written());
        assertEquals("12 read, 0 inserted, 0 updated, 0 unchanged, 10 rejected", outcome(report));
        assertEquals(11, report.rejects().size());
        assertEquals(before, StoreDump.of(store));
    }

    @Test
    void aDryRunReportsWhatTheImportWouldDoAndLeavesTheStoreAsItWas() {
        load(Layer.BUILDINGS, "tabs-wkt.csv");
        List<String> before = StoreDump.of(store);
        ImportRequest request = ImportRequest.of(Layer.BUILDINGS, Fixtures.file("semicolons-bom.csv"));
        ImportReport dry = importer.run(request.withDryRun(true));
        assertFalse(dry.written());
        assertEquals(before, StoreDump.of(store));
        ImportReport real = importer.run(request);
        assertEquals(outcome(real), outcome(dry));
        assertEquals("2 read, 0 inserted, 2 updated, 0 unchanged, 0 rejected", outcome(real));

        List<String> grids = StoreDump.of(store);
        importer.run(ImportRequest.of(Layer.GRIDS, Fixtures.file("grids-parents.csv")).withDryRun(true));
        assertEquals(grids, StoreDump.of(store));
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

    @Test
    void theSameFileAgainChangesNothing() {
        for (String fixture : List.of("tabs-wkt.csv", "lines.geojsonl")) {
            load(Layer.BUILDINGS, fixture);
            List<String> before = StoreDump.of(store);
            ImportReport again = load(Layer.BUILDINGS, fixture);
            assertEquals(again.rowsRead(), again.unchanged(), fixture);
            assertEquals(before, StoreDump.of(store));
        }
    }

    @Test
    void onlyTheColumnsOfTheFileAreOverwritten() throws IOException {
        importer.run(ImportRequest.of(Layer.BUILDINGS, write("a.csv", "code,name,households,subscribers,lon,lat",
                "B1,Tower,20,7,120,31")));
        importer.run(ImportRequest.of(Layer.BUILDINGS, write("b.csv", "code,subscribers,lon,lat", "B1,,120,31")));
        Building b = StoreDump.building(store, "B1");
        assertEquals("Tower", b.name());
        assertEquals(20, b.counts().value(Count.HOUSEHOLDS));
        assertNull(b.counts().value(Count.SUBSCRIBERS));
    }

    @Test
    void columnsAreFoundByTheirOtherNamesAndByTheMap() throws IOException {
        ImportReport report = load(Layer.BUILDINGS, "semicolons-bom.csv");
        assertEquals("{code=code, name=名称, households=住户数, lon=经度, lat=纬度}", report.recognised().toString());
        assertEquals("四季; 海", StoreDump.building(store, "B2").name());

        Path file = write("mapped.csv", "Nr,Label,WE,lon,lat,extra", "B7,Tower,15,120,31,?");
        ImportReport mapped = importer.run(ImportRequest.of(Layer.BUILDINGS, file)
                .withColumns(Map.of("code", "nr", "name", "Label", "households", "WE")));
        assertEquals(List.of("extra"), mapped.ignored());
        assertEquals(15, StoreDump.building(store, "B7").counts().value(Count.HOUSEHOLDS));
        assertEquals("--map height=WE: buildings have no column height. Columns are code, name, address, compound, kind, "
                + "households, "
                        + "homes_passed, subscribers, ftth_subscribers, two_way_subscribers, opening_subscribers, "
                                + "new_subscribers, "
                        + "disconnects, due, renewed, competitor_subscribers, revenue, addr_street, addr_housenumber, "
                                + "addr_city, lon, lat, wkt.",
                problem(() -> importer.run(ImportRequest.of(Layer.BUILDINGS, file).withColumns(Map.of("height", "WE")))));
        assertEquals("--map code=Code: mapped.csv has no column Code. It has Nr, Label, WE, lon, lat, extra.",
                problem(() -> importer.run(ImportRequest.of(Layer.BUILDINGS, file).withColumns(Map.of("code", "Code")))));
    }

    @Test
    void coordinatesOfOtherSystemsBecomeWgs84() throws IOException {
        importer.run(ImportRequest.of(Layer.BUILDINGS, Fixtures.file("gauss-krueger.gpkg")).withColumns(Map.of("code", "name")));
        assertEquals(new Coordinate(120.6, 31.3), StoreDump.building(store, "园区").geometry().getCoordinate());

        ImportReport report = importer.run(ImportRequest.of(Layer.SIGHTINGS, write("amap.csv",
                "code,operator,severity,confidence,seen_at,lng,lat",
                        "S1,Other,3,0.8,2026/5/1,116.41024449916938,39.91640428150164"))
                .withCrs("gcj02"));
        assertEquals("GCJ-02", report.crs());
        assertEquals(new Coordinate(116.404, 39.915),
                StoreDump.rows(store, Table.SIGHTINGS, org.wangge.model.Sighting.class).getFirst().location().getCoordinate());
        assertEquals("--crs EPSG:1: there is no such coordinate system. Examples: EPSG:4326 (WGS 84), EPSG:4490 (CGCS2000), "
                + "EPSG:4527 "
                        + "(CGCS2000, Gauss–Krüger zone 39), GCJ-02 (Amap, Tencent), BD-09 (Baidu).",
                problem(() -> importer.run(ImportRequest.of(Layer.BUILDINGS, Fixtures.file("lat91.csv")).withCrs("EPSG:1"))));
    }

    @Test
    void aFailureInTheMiddleLeavesTheStoreAsItWas() throws Exception {
        load(Layer.BUILDINGS, "tabs-wkt.csv");
        Path damaged = folder.resolve("damaged.gpkg");
        Files.copy(Fixtures.file("whole.gpkg"), damaged);
        try (var c = DriverManager.getConnection("jdbc:sqlite:" + damaged);
                var st = c.createStatement()) {
            c.setAutoCommit(false);
            List<String> triggers = new ArrayList<>();
            try (var rs = st.executeQuery("select name from sqlite_master where type = 'trigger'")) {
                while (rs.next()) {
                    triggers.add(rs.getString(1));
                }
            }
            for (String t : triggers) {
                st.execute("drop trigger " + t);
            }
            st.execute("alter table houses add column extra text");
            for (int i = 0; i < 3000; i++) {
                st.execute("insert into houses(code, geom, extra) select 'N" + i + "', geom, "
                        + (i == 2500 ? "'" + "overflow".repeat(2000) + "'" : "null") + " from houses where fid = 1");
            }
            c.commit();
        }
        cutChain(damaged);
        List<String> before = StoreDump.of(store);
        List<Long> progress = new ArrayList<>();
        String text = problem(() -> importer.run(
                ImportRequest.of(Layer.BUILDINGS, damaged).withProgress((read, total) -> progress.add(read))));
        assertTrue(text.startsWith("damaged.gpkg is damaged: ") && text.endsWith(" Copy or export it again."), text);
        assertTrue(progress.getLast() > 1000, "rows were read before the damage was met: " + progress);
        assertEquals(before, StoreDump.of(store));
    }

    /// Breaks the chain of pages that hold one long value, which only shows when its row is read.
    private static void cutChain(Path geoPackage) throws IOException {
        byte[] all = Files.readAllBytes(geoPackage);
        try (RandomAccessFile f = new RandomAccessFile(geoPackage.toFile(), "rw")) {
            for (int page = 0; page < all.length; page += 4096) {
                f.seek(page);
                int next = f.readInt();
                boolean holdsText = new String(all, page + 4, 64, StandardCharsets.ISO_8859_1).contains("overflowoverflow");
                if (holdsText && next > 0 && next < all.length / 4096) {
                    f.seek(page);
                    f.writeInt(Integer.MAX_VALUE);
                    return;
                }
            }
        }
        throw new AssertionError("no value spans pages in " + geoPackage);
    }

    @Test
    void gridsAreLinkedByTheirParentColumnAndHavePersons() throws IOException {
        ImportReport report = load(Layer.GRIDS, "grids-parents.csv");
        assertEquals(List.of(
                "Branch SZ was made; its area is the union of its grids.",
                "2 persons (2 new) and 2 new assignments, 0 changed."), report.notes());
        assertEquals(List.of("C1 < D1 < SZ, leaf", "C2 < D1 < SZ, leaf", "D1 < SZ"), StoreDump.tree(store));
        assertEquals(List.of("Li Na", "Wang Wei"), StoreDump.rows(store, Table.PERSONS, Person.class).stream().map(Person::code)
                .toList());
        assertEquals(List.of("Li Na grid_manager null null", "Wang Wei customer_manager null null"), duties("C1", "C2"));

        importer.run(ImportRequest.of(Layer.GRIDS, write("new-manager.csv", "code,person", "C1,Zhao Min")));
        assertEquals(List.of("Zhao Min grid_manager null null"), duties("C1"));

        importer.run(ImportRequest.of(Layer.GRIDS, write("dated.csv", "code,person,valid_from", "C1,Li Na,2026-07-01")));
        assertEquals(List.of("Li Na grid_manager 2026-07-01 null", "Zhao Min grid_manager null 2026-06-30"), duties("C1"));
        assertEquals(List.of("C1 < D1 < SZ, leaf", "C2 < D1 < SZ, leaf", "D1 < SZ"), StoreDump.tree(store));
    }

    private List<String> duties(String... codes) {
        Map<Long, String> grids = new java.util.HashMap<>();
        Map<Long, String> persons = new java.util.HashMap<>();
        StoreDump.rows(store, Table.GRIDS, Grid.class).forEach(g -> grids.put(g.id(), g.code()));
        StoreDump.rows(store, Table.PERSONS, Person.class).forEach(p -> persons.put(p.id(), p.code()));
        return StoreDump.rows(store, Table.ASSIGNMENTS, Assignment.class).stream()
                .filter(a -> List.of(codes).contains(grids.get(a.grid())))
                .map(a -> persons.get(a.person()) + " " + a.role() + " " + a.validFrom() + " " + a.validTo())
                .sorted()
                .toList();
    }

    @Test
    void gridsAreLinkedByLevelAndByContainment() {
        ImportReport levels = load(Layer.GRIDS, "grids-levels.geojson");
        assertEquals(List.of(
                "Branch grids-levels was made; its area is the union of its grids.",
                "2 parent outlines were replaced by the union of the leaves below.",
                "Of the outline of grid E (row 3), 2,117,471 m² belong to no grid below it and are unassigned now."),
                        levels.notes());
        assertEquals(List.of("E < grids-levels", "E1 < E < grids-levels, leaf", "E2 < E < grids-levels, leaf", "W < grids-levels",
                "W1 < W < grids-levels, leaf"), StoreDump.tree(store));
        List<String> before = StoreDump.of(store);
        assertEquals("5 read, 0 inserted, 0 updated, 5 unchanged, 0 rejected", outcome(load(Layer.GRIDS,
                "grids-levels.geojson")));
        assertEquals(before, StoreDump.of(store));
    }

    @Test
    void aGridAroundOthersIsTheirParentWhenTheyFillIt() {
        load(Layer.GRIDS, "grids-contained.geojson");
        assertEquals(List.of("D < grids-contained", "D00 < D < grids-contained, leaf", "D01 < D < grids-contained, leaf",
                "D10 < D < grids-contained, leaf", "D11 < D < grids-contained, leaf"), StoreDump.tree(store));
    }

    @Test
    void aGridDrawnInsideAnotherIsRejectedSinceItsLandIsClaimedTwice() {
        assertEquals(
                List.of("row 2: geometry: grid MARKET lies inside grid BIG (row 1) (42,351 m²); name that as its parent in a "
                        + "column parent, or "
                        + "cut it out of that"),
                sentences(load(Layer.GRIDS, "grids-drawn-inside.geojson")));
        assertEquals(List.of("BIG < grids-drawn-inside, leaf"), StoreDump.tree(store));
    }

    @Test
    void gridsThatOverlapAreRejectedAndSliversCleaned() {
        assertEquals(
                List.of("row 2: geometry: grid B overlaps grid A (row 1) by 529,396 m² at 120.6075, 31.305; grids may not "
                        + "overlap"),
                sentences(load(Layer.GRIDS, "grids-overlap.geojson")));
        assertEquals(List.of("A < grids-overlap, leaf", "C < grids-overlap, leaf"), StoreDump.tree(store));
    }

    @Test
    void sliversAreCleanedAndNotedAndBordersShareTheirVertices() {
        ImportReport report = load(Layer.GRIDS, "grids-sliver.geojson");
        assertEquals(List.of(
                "1 overlap not wider than 1 m (424 m² in all) went to the grid that comes first.",
                "Branch grids-sliver was made; its area is the union of its grids."), report.notes());
        List<Grid> grids = StoreDump.rows(store, Table.GRIDS, Grid.class);
        assertEquals(0, grids.get(0).geometry().intersection(grids.get(1).geometry()).getArea());
        assertTrue(Stream.of(grids.get(2).geometry().getCoordinates()).anyMatch(new Coordinate(120.61, 31.31)::equals2D),
                "T has the vertex where A and B meet on its border");
        List<String> before = StoreDump.of(store);
        load(Layer.GRIDS, "grids-sliver.geojson");
        assertEquals(before, StoreDump.of(store));
    }

    @Test
    void circlesAndMissingParentsAreRejected() {
        assertEquals(
                List.of(
                        "row 2: parent is \"B\": makes a circle: B › A › B",
                        "row 3: parent is \"A\": makes a circle: B › A › B",
                        "row 4: parent is \"A\": is not there: its row 2 was rejected",
                        "row 5: parent is \"Z\": is the code of no grid in the file or the store"),
                sentences(load(Layer.GRIDS, "grids-circle.csv")));
        assertEquals(List.of("E < grids-circle, leaf"), StoreDump.tree(store));
    }

    @Test
    void gridsBelowAStoredLeafTakeItsLand() throws IOException {
        load(Layer.GRIDS, "grids-overlap.geojson");
        Path file = write("below.csv", "code,parent,wkt",
                "A1,A,\"POLYGON ((120.60 31.30, 120.605 31.30, 120.605 31.31, 120.60 31.31, 120.60 31.30))\"",
                "A2,A,\"POLYGON ((120.605 31.30, 120.61 31.30, 120.61 31.31, 120.605 31.31, 120.605 31.30))\"");
        ImportReport report = importer.run(ImportRequest.of(Layer.GRIDS, file));
        assertEquals(List.of("1 stored grid has grids below now and gave their land to them."), report.notes());
        assertEquals(List.of("A < grids-overlap", "A1 < A < grids-overlap, leaf", "A2 < A < grids-overlap, leaf",
                "C < grids-overlap, leaf"), StoreDump.tree(store));
    }

    @Test
    void gridsGoIntoTheBranchThatHoldsThem() throws IOException {
        importer.run(ImportRequest.of(Layer.BRANCHES, write("branches.csv", "code,name,wkt",
                "N,North,\"POLYGON ((120.5 31.2, 120.7 31.2, 120.7 31.4, 120.5 31.4, 120.5 31.2))\"", "S,South,")));
        ImportReport inside = load(Layer.GRIDS, "grids-contained.geojson");
        assertEquals("1 tree of grids was put into branch N, whose outline holds them.", inside.notes().getFirst());
        Path far = write("far.csv", "code,wkt", "F,\"POLYGON ((9.5 47.1, 9.6 47.1, 9.6 47.2, 9.5 47.2, 9.5 47.1))\"");
        assertEquals(List.of("Branch far was made; its area is the union of its grids."),
                importer.run(ImportRequest.of(Layer.GRIDS, far)).notes());
        assertEquals(List.of("N", "S", "far"), StoreDump.rows(store, Table.BRANCHES, Branch.class).stream().map(Branch::code)
                .toList());
    }

    /// One that held a lock of the file meanwhile would keep them waiting until they give up.
    @Test
    void whileAFileIsReadAndLookedThroughOthersWrite() throws IOException {
        Path file = Files.writeString(folder.resolve("many.csv"), IntStream.range(0, 3_000)
                .mapToObj(i -> "m" + i + ",117.5,39.5\n").collect(Collectors.joining("", "code,lon,lat\n", "")));
        for (boolean dryRun : new boolean[] {true, false}) {
            List<Plan> plans = new ArrayList<>();
            ImportReport report = importer.run(ImportRequest.of(Layer.PORTS, file).withDryRun(dryRun)
                    .withProgress((rows, total) -> plans.add(elsewhere(() -> store.createPlan("p", 0, new Actor(1, "a"))))));
            assertEquals("3000 read, 3000 inserted, 0 updated, 0 unchanged, 0 rejected", outcome(report));
            assertTrue(plans.size() > 3, plans.size() + " plans");
            assertEquals(dryRun ? 0 : 3_000, store.codes(Table.PORTS).size());
        }
    }

    private static <T> T elsewhere(Supplier<T> work) {
        return CompletableFuture.supplyAsync(work).join();
    }

    @Test
    void whatFailsLastUndoesTheImportOfRowsAndOfGrids() throws IOException {
        Path ports = write("ports.csv", "code,lon,lat", "p,117.5,39.5");
        List<String> before = StoreDump.of(store);
        for (ImportRequest request : List.of(ImportRequest.of(Layer.PORTS, ports),
                ImportRequest.of(Layer.GRIDS, Fixtures.file("grids-parents.csv")))) {
            List<Long> told = new ArrayList<>();
            assertThrows(IllegalStateException.class, () -> importer.run(request, report -> {
                told.add(report.inserted());
                assertTrue(report.written());
                throw new IllegalStateException("the ledger is full");
            }));
            assertEquals(1, told.size());
            assertEquals(before, StoreDump.of(store));
            importer.run(request.withDryRun(true), report -> told.add(0L));
            assertEquals(1, told.size(), "nothing is written, so nothing is kept of it");
            assertEquals(before, StoreDump.of(store));
        }
    }
}
