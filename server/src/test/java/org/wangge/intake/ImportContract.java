package org.wangge.intake;

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
import org.junit.jupiter.api.Test;
import org.locationtech.jts.geom.Coordinate;
import org.wangge.model.Actor;
import org.wangge.model.Building;
import org.wangge.model.Count;
import org.wangge.model.Layer;
import org.wangge.model.Plan;
import org.wangge.model.Table;

/// What every import does, on either database.
abstract class ImportContract extends ImportFixture {

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
    void whatIsNamedGoesBeforeWhatOnlyHasTheName() throws IOException {
        ImportReport report = importer.run(ImportRequest.of(Layer.PORTS,
                write("named.csv", "CODE,code,x,y,wkt", "A,a,120.5,31.5,POINT (1 2)"))
                .withColumns(Map.of("code", "code", "lon", "x", "lat", "y")));

        assertEquals("{code=code, lon=x, lat=y}", report.recognised().toString());
        assertEquals(new Coordinate(120.5, 31.5),
                StoreDump.rows(store, Table.PORTS, org.wangge.model.Port.class).getFirst().location().getCoordinate());
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
