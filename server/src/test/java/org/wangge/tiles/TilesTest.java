package org.wangge.tiles;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.locationtech.jts.algorithm.distance.DiscreteHausdorffDistance;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.CoordinateSequence;
import org.locationtech.jts.geom.CoordinateSequenceFilter;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.io.WKTReader;
import org.locationtech.jts.operation.overlayng.OverlayNGRobust;
import org.locationtech.jts.operation.overlayng.UnaryUnionNG;
import org.wangge.atlas.Rows;
import org.wangge.atlas.Snapshot.GridNode;
import org.wangge.atlas.Snapshot;
import org.wangge.atlas.SyntheticCity;
import org.wangge.geo.FixedPoint;
import org.wangge.geo.Mercator;
import org.wangge.geo.TileId;
import org.wangge.model.BaseFeature;
import org.wangge.model.Branch;
import org.wangge.model.Building;
import org.wangge.model.Count;
import org.wangge.model.Counts;
import org.wangge.model.Grid;
import org.wangge.model.Layer;
import org.wangge.model.Port;
import org.wangge.model.Row;
import org.wangge.model.Table;

class TilesTest {

    private static final SyntheticCity CITY = new SyntheticCity(11, 24_000, 8);
    private static final Rows ROWS = Rows.of(CITY);
    private static final Snapshot SNAPSHOT = ROWS.publisher().current();
    private final Tiles tiles = new Tiles();

    @ParameterizedTest
    @ValueSource(ints = {13, 14, 15, 16, 17, 18, 19, 20, 22})
    void eachBuildingIsInEveryTileThatItsBoxMeetsWithinOneUnitOfTheTruth(int z) {
        SplittableRandom random = new SplittableRandom(z);
        for (int round = 0; round < 6; round++) {
            Building any = (Building) ROWS.rows(Table.BUILDINGS).get((long) random.nextInt(1, 24_001));
            Coordinate at = any.geometry().getCoordinate();
            TileId id = tileAt(z, at.x, at.y);
            Map<Long, Decoded.Feature> found = new HashMap<>();
            for (Decoded.Feature f : Decoded.layer(tiles.mvt(SNAPSHOT, List.of(Layer.BUILDINGS), id), "buildings")) {
                assertNull(found.put(f.id(), f));
            }
            Set<Long> expected = new HashSet<>();
            for (Row row : ROWS.rows(Table.BUILDINGS).values()) {
                Building b = (Building) row;
                Geometry truth = inTile(b.geometry(), id);
                Envelope box = truth.getEnvelopeInternal();
                if (box.getMaxX() > -63 && box.getMinX() < 4159 && box.getMaxY() > -63 && box.getMinY() < 4159) {
                    expected.add(b.id());
                    check(b, truth, found.get(b.id()), z >= 16);
                } else if (!new Envelope(-68, 4164, -68, 4164).intersects(box)) {
                    assertNull(found.get(b.id()));
                }
            }
            assertTrue(found.keySet().containsAll(expected));
        }
    }

    /// `named`: the tile tells what people call it too.
    private static void check(Building b, Geometry truth, Decoded.Feature f, boolean named) {
        assertTrue(f.geometry().isValid(), () -> f.geometry().toText());
        double scale = Math.max(1, truth.getEnvelopeInternal().getDiameter());
        assertTrue(DiscreteHausdorffDistance.distance(truth, f.geometry()) < 1.6 + scale * 1e-3, () ->
                truth + " is drawn as " + f.geometry());
        Map<String, Object> expected = new HashMap<>();
        expected.put("kind", b.kind());
        if (named) {
            expected.put("name", b.name());
            expected.put("address", b.address());
            expected.put("compound", b.compound());
        }
        for (Count c : List.of(Count.HOUSEHOLDS, Count.SUBSCRIBERS)) {
            if (b.counts().value(c) != null) {
                expected.put(c.column(), (long) b.counts().value(c));
            }
        }
        if (SNAPSHOT.leafOf(Table.BUILDINGS, b.id()) != 0) {
            expected.put("grid", SNAPSHOT.leafOf(Table.BUILDINGS, b.id()));
        }
        expected.values().removeIf(Objects::isNull);
        assertEquals(expected, f.properties());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "a hole and two parts | MULTIPOLYGON (((120 31, 120.01 31, 120.01 31.01, 120 31.01, 120 31), (120.002 31.002, "
                + "120.002 31.004, 120.004 31.004, 120.002 31.002)), ((120.02 31, 120.03 31, 120.03 31.01, 120.02 31)))",
        "smaller than a unit   | POLYGON ((120 31, 120.0000002 31, 120 31.0000002, 120 31))",
        "a thin sliver         | POLYGON ((120 31, 120.01 31.0000001, 120.01 31.0000003, 120 31.0000002, 120 31))",
        "a bow                 | POLYGON ((120 31, 120.001 31.001, 120.001 31, 120 31.001, 120 31))",
        "wound the other way   | POLYGON ((120 31, 120 31.001, 120.001 31, 120 31))"
    })
    void everyFootprintIsDrawnAsAValidPolygon(String what, String wkt) throws Exception {
        Building b = new Building(7, "b", null, null, null, null, Counts.NONE_KNOWN, new WKTReader(FixedPoint.LON_LAT).read(wkt));
        Snapshot s = Rows.of(b).publisher().current();
        for (int z = 0; z <= TileId.MAX_ZOOM; z++) {
            Coordinate at = b.geometry().getInteriorPoint().getCoordinate();
            List<Decoded.Feature> found = Decoded.layer(tiles.mvt(s, List.of(Layer.BUILDINGS), tileAt(z, at.x, at.y)),
                    "buildings");
            assertEquals(1, found.size(), what + " at zoom " + z);
            assertEquals(Map.of(), found.getFirst().properties());
            assertTrue(found.getFirst().geometry().isValid() && found.getFirst().geometry().getArea() > 0,
                    what + " at zoom " + z);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4, 7, 9, 10, 11})
    void cellsOfLowZoomsAddUpToTheWholeLayerExactly(int z) {
        assertTrue(z < tiles.minZoom(SNAPSHOT, Layer.BUILDINGS), "zoom " + tiles.minZoom(SNAPSHOT, Layer.BUILDINGS));
        long[] sums = new long[3];
        for (TileId id : tilesOver(z, SNAPSHOT.extent(Layer.BUILDINGS))) {
            byte[] tile = tiles.mvt(SNAPSHOT, List.of(Layer.BUILDINGS), id);
            for (Decoded.Feature f : Decoded.layer(tile, "buildings")) {
                sums[0] += f.number("count");
                sums[1] += f.properties().containsKey("households") ? f.number("households") : 0;
                sums[2] += f.properties().containsKey("subscribers") ? f.number("subscribers") : 0;
                assertTrue(new Envelope(0, 4096, 0, 4096).covers(f.geometry().getCoordinate()));
            }
        }
        long households = 0;
        long subscribers = 0;
        for (Row row : ROWS.rows(Table.BUILDINGS).values()) {
            households += Math.max(0, ((Building) row).counts().raw(Count.HOUSEHOLDS));
            subscribers += Math.max(0, ((Building) row).counts().raw(Count.SUBSCRIBERS));
        }
        assertEquals(List.of(24_000L, households, subscribers), List.of(sums[0], sums[1], sums[2]));
    }

    @Test
    void unknownIsAbsentInCellsToo() throws Exception {
        List<Row> rows = new ArrayList<>();
        Geometry here = new WKTReader(FixedPoint.LON_LAT).read("POINT (120 31)");
        for (int i = 1; i <= 20_000; i++) {
            rows.add(new Building(i, "b" + i, null, null, null, null, Counts.NONE_KNOWN, here));
            rows.add(new Port(i, "p" + i, null, null, null, i % 2 == 0 ? null : 16, i % 3 == 0 ? null : 5, here));
        }
        Snapshot s = Rows.of(rows.toArray(Row[]::new)).publisher().current();
        byte[] tile = tiles.mvt(s, List.of(Layer.BUILDINGS, Layer.PORTS), tileAt(15, 120, 31));
        assertEquals(List.of(Map.of("count", 20_000L)), Decoded.layer(tile, "buildings").stream()
                .map(Decoded.Feature::properties).toList());
        long both = rows.stream().filter(r -> r instanceof Port p && p.capacity() != null && p.used() != null).count();
        assertEquals(
                List.of(Map.of("count", 20_000L, "capacity", both * 16, "used", both * 5, "capacity_unknown", 10_000L)),
                Decoded.layer(tile, "ports").stream().map(Decoded.Feature::properties).toList());
    }

    @Test
    void noTileOfAnyZoomIsLargerThanTheLimit() {
        for (Layer layer : Tiles.LAYERS) {
            for (int z = 0; z <= 15; z++) {
                for (TileId id : tilesOver(z, SNAPSHOT.extent(layer))) {
                    int size = tiles.mvt(SNAPSHOT, List.of(layer), id).length;
                    assertTrue(size <= Tiles.MAX_BYTES, layer + " " + id + " has " + size);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 10, 11, 12, 13, 14, 15, 16, 18})
    void leavesNeitherOverlapNorLeaveGaps(int z) {
        double allowed = z >= 14 ? 2 : 40;
        List<TileId> ids = tilesOver(z, SNAPSHOT.extent(Layer.GRIDS));
        for (int k = 0; k < ids.size(); k += Math.max(1, ids.size() / 12)) {
            List<Geometry> leaves = new ArrayList<>();
            List<Geometry> districts = new ArrayList<>();
            double sum = 0;
            for (Decoded.Feature f : Decoded.layer(tiles.mvt(SNAPSHOT, List.of(Layer.GRIDS), ids.get(k)), "grids")) {
                GridNode n = SNAPSHOT.findGrid(f.id()).orElseThrow();
                assertTrue(f.geometry().isValid(), () -> f.geometry().toText());
                assertEquals(n.grid().code(), f.properties().get("code"));
                assertEquals(n.grid().name(), f.properties().get("name"));
                assertEquals((long) n.level(), f.number("level"));
                assertEquals(n.isLeaf(), f.properties().get("leaf"));
                assertEquals(n.grid().parent(), f.properties().get("parent"));
                (n.isLeaf() ? leaves : districts).add(f.geometry());
                Geometry truth = inTile(n.area(), ids.get(k));
                if (new Envelope(0, 4096, 0, 4096).covers(truth.getEnvelopeInternal())) {
                    // Simplified by up to 4 units, then rounded; a spike thinner than a unit goes.
                    double reach = z >= 14 ? 1.6 : 6;
                    for (Coordinate c : f.geometry().getCoordinates()) {
                        assertTrue(truth.getBoundary().isWithinDistance(f.geometry().getFactory().createPoint(c), reach),
                                n.grid().code());
                    }
                    double off = truth.symDifference(f.geometry()).getArea();
                    assertTrue(off < reach / 2 * truth.getLength(), () -> n.grid().code() + " is off by " + off);
                }
                sum += n.isLeaf() ? f.geometry().getArea() : 0;
            }
            if (leaves.isEmpty()) {
                continue;
            }
            Geometry union = UnaryUnionNG.union(leaves, new org.locationtech.jts.geom.PrecisionModel());
            assertEquals(sum, union.getArea(), allowed, "overlap in " + ids.get(k));
            Geometry all = UnaryUnionNG.union(districts, new org.locationtech.jts.geom.PrecisionModel());
            assertEquals(0, OverlayNGRobust.overlay(all, union,
                    org.locationtech.jts.operation.overlayng.OverlayNG.SYMDIFFERENCE).getArea(), allowed,
                    "gap in " + ids.get(k));
        }
    }

    @Test
    void neighbouringTilesAgreeAtTheirSeam() {
        TileId left = tileAt(15, CITY.west() + CITY.width() / 2, CITY.south() + CITY.width() * 0.4);
        TileId right = new TileId(15, left.x() + 1, left.y());
        for (Layer layer : List.of(Layer.BUILDINGS, Layer.GRIDS)) {
            Map<Long, Geometry> a = nearSeam(layer, left, 4096);
            Map<Long, Geometry> b = nearSeam(layer, right, 0);
            assertTrue(a.size() > 1);
            assertEquals(a.keySet(), b.keySet());
            // Where a border leaves the buffer it ends in a rounded point, which turns its last stretch by less than a unit.
            double allowed = layer == Layer.GRIDS ? 40 : 0.01;
            a.forEach((id, g) -> assertEquals(0, g.symDifference(b.get(id)).getArea(), allowed, layer + " " + id));
        }
    }

    /// What is drawn within 40 units of a vertical seam, moved so that the seam is at 0.
    private Map<Long, Geometry> nearSeam(Layer layer, TileId id, int seam) {
        Geometry strip = new GeometryFactory().toGeometry(new Envelope(seam - 40, seam + 40, 0, 4096));
        Map<Long, Geometry> found = new HashMap<>();
        for (Decoded.Feature f : Decoded.layer(tiles.mvt(SNAPSHOT, List.of(layer), id), layer.key())) {
            Geometry part = f.geometry().intersection(strip);
            if (part.getArea() > 0) {
                found.put(f.id(), org.locationtech.jts.geom.util.AffineTransformation.translationInstance(-seam, 0)
                        .transform(part));
            }
        }
        return found;
    }

    @Test
    void aConcaveGridThatLeavesTheTileTwiceIsCutIntoValidParts() throws Exception {
        Geometry comb = new WKTReader(FixedPoint.LON_LAT).read(
                "POLYGON ((119 30, 121 30, 121 30.2, 119.5 30.2, 119.5 30.4, 121 30.4, 121 30.6, 119.5 30.6, "
                        + "119.5 30.8, 121 30.8, 121 31, 119 31, 119 30))");
        Snapshot s = Rows.of(new Grid(1, 1, "G", null, 1, null, null, null, null, null, comb)).publisher().current();
        for (int z = 3; z < 15; z++) {
            for (TileId id : tilesOver(z, new Envelope(119.45, 119.55, 30.1, 30.9)).stream().limit(40).toList()) {
                for (Decoded.Feature f : Decoded.layer(tiles.mvt(s, List.of(Layer.GRIDS), id), "grids")) {
                    assertTrue(f.geometry().isValid(), () -> id + " " + f.geometry());
                    Geometry truth = inTile(comb, id).intersection(
                            new GeometryFactory().toGeometry(new Envelope(-64, 4160, -64, 4160)));
                    // Straight lines in degrees bend a little in Mercator; rounding moves each border by up to a unit.
                    assertEquals(truth.getArea(), f.geometry().getArea(), 30 + truth.getLength() * 6, () ->
                            id + " " + f.geometry());
                }
            }
        }
    }

    @Test
    void landOfABranchInNoLeafIsDrawnAsUnassigned() {
        Geometry outline = FixedPoint.LON_LAT.toGeometry(new Envelope(120, 120.02, 31, 31.01));
        Geometry leaf = FixedPoint.LON_LAT.toGeometry(new Envelope(120, 120.01, 31, 31.01));
        Snapshot s = Rows.of(new Branch(5, "B", "分公司", outline), new Grid(1, 1, "G", null, 5, null, null, null, null, null, leaf))
                .publisher().current();
        TileId id = tileAt(14, 120.01, 31.005);
        Map<Object, Geometry> found = new HashMap<>();
        for (Decoded.Feature f : Decoded.layer(tiles.mvt(s, List.of(Layer.BRANCHES), id), "branches")) {
            assertEquals(5, f.id());
            assertEquals("分公司", f.properties().get("name"));
            found.put(f.properties().get("kind"), f.geometry());
        }
        assertEquals(Set.of("outline", "unassigned"), found.keySet());
        assertTrue(found.get("outline").covers(found.get("unassigned")));
        double half = inTile(FixedPoint.LON_LAT.toGeometry(new Envelope(120.01, 120.02, 31, 31.01)), id)
                .intersection(new GeometryFactory().toGeometry(new Envelope(-64, 4160, -64, 4160)))
                .getArea();
        assertEquals(half, found.get("unassigned").getArea(), 8000);
    }

    @Test
    void theBaseIsCutToTheTile() throws Exception {
        Geometry river = new WKTReader(FixedPoint.LON_LAT)
                .read("LINESTRING (119 31.002, 120.002 31.002, 120.003 31.0021, 121 31.002, 120.001 31.003)");
        Geometry park = new WKTReader(FixedPoint.LON_LAT)
                .read("POLYGON ((119 30, 121 30, 121 32, 119 32, 119 30), (120.001 31.001, 120.001 31.002, "
                        + "120.002 31.001, 120.001 31.001))");
        Snapshot s = Rows.of(
                        new BaseFeature(1, "r", "street", "路", river), new BaseFeature(2, "p", "park", null, park),
                        new BaseFeature(3, "x", null, null, new WKTReader(FixedPoint.LON_LAT)
                                .read("MULTIPOINT ((120.001 31.001), (150 10))")))
                .publisher()
                .current();
        for (int z = 5; z <= 22; z++) {
            List<Decoded.Feature> found = Decoded.layer(tiles.mvt(s, List.of(Layer.BASE), tileAt(z, 120.001, 31.001)), "base");
            int zoom = z;
            found.forEach(f -> {
                assertTrue(new Envelope(-64, 4160, -64, 4160).covers(f.geometry().getEnvelopeInternal()), () -> zoom + " " + f);
                assertTrue(f.geometry().isValid());
            });
            assertTrue(found.stream().anyMatch(f -> f.id() == 2 && f.properties().equals(Map.of("kind", "park"))));
            assertTrue(found.stream().anyMatch(f -> f.id() == 3 && f.geometry().getNumPoints() == 1));
            boolean near = inTile(river, tileAt(z, 120.001, 31.001))
                    .intersects(new GeometryFactory().toGeometry(new Envelope(-63, 4159, -63, 4159)));
            assertEquals(near, found.stream().anyMatch(f -> f.id() == 1 && f.properties().get("name").equals("路")), "zoom " + z);
        }
    }

    @Test
    void portsAndSightingsCarryTheirWords() {
        Set<String> seen = new TreeSet<>();
        for (TileId id : tilesOver(14, SNAPSHOT.extent(Layer.PORTS))) {
            byte[] tile = tiles.mvt(SNAPSHOT, List.of(Layer.SIGHTINGS, Layer.PORTS), id);
            for (Decoded.Feature f : Decoded.layer(tile, "ports")) {
                Port p = (Port) ROWS.rows(Table.PORTS).get(f.id());
                assertEquals(p.capacity() == null ? null : (Object) (long) p.capacity(), f.properties().get("capacity"));
                assertEquals(p.used() == null ? null : (Object) (long) p.used(), f.properties().get("used"));
                assertEquals(p.kind(), f.properties().get("kind"));
                seen.add("p" + f.id());
            }
            for (Decoded.Feature f : Decoded.layer(tile, "sightings")) {
                var s = (org.wangge.model.Sighting) ROWS.rows(Table.SIGHTINGS).get(f.id());
                assertEquals(s.operator(), f.properties().get("operator"));
                assertEquals(s.confidence(), f.properties().get("confidence"));
                assertEquals(s.seenAt().toString(), f.properties().get("seen_at"));
                seen.add("s" + f.id());
            }
        }
        assertEquals(24_000 / 5 + 24_000 / 100, seen.size());
    }

    @Test
    void tileJsonTellsFieldsZoomsAndBounds() {
        Map<String, Object> json = TileJson.of(SNAPSHOT, tiles, List.of(Layer.BUILDINGS, Layer.GRIDS), "/t/{z}/{x}/{y}.mvt");
        List<?> layers = (List<?>) json.get("vector_layers");
        assertEquals(List.of("grids", "buildings"), layers.stream().map(l -> ((Map<?, ?>) l).get("id")).toList());
        assertEquals(tiles.minZoom(SNAPSHOT, Layer.BUILDINGS), ((Map<?, ?>) layers.get(1)).get("minzoom"));
        List<?> bounds = (List<?>) json.get("bounds");
        assertEquals(4, bounds.size());
        assertTrue((Double) bounds.get(0) <= CITY.west() && (Double) bounds.get(2) >= CITY.west() + CITY.width());
    }

    static TileId tileAt(int z, double lon, double lat) {
        return new TileId(z, Mercator.worldX(lon) >>> (31 - z), Mercator.worldY(lat) >>> (31 - z));
    }

    static List<TileId> tilesOver(int z, Envelope lonLat) {
        TileId a = tileAt(z, lonLat.getMinX(), lonLat.getMaxY());
        TileId b = tileAt(z, lonLat.getMaxX(), lonLat.getMinY());
        List<TileId> ids = new ArrayList<>();
        for (int x = a.x(); x <= b.x(); x++) {
            for (int y = a.y(); y <= b.y(); y++) {
                ids.add(new TileId(z, x, y));
            }
        }
        return ids;
    }

    /// The geometry in tile units, not rounded.
    private static Geometry inTile(Geometry lonLat, TileId id) {
        Geometry copy = lonLat.copy();
        double unit = id.worldSize() / 4096.0;
        copy.apply(new CoordinateSequenceFilter() {
            @Override
            public void filter(CoordinateSequence seq, int i) {
                double sin = Math.sin(Math.toRadians(seq.getY(i)));
                double worldX = (seq.getX(i) + 180) / 360 * Mercator.WORLD_SIZE;
                double worldY = (0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI)) * Mercator.WORLD_SIZE;
                seq.setOrdinate(i, 0, (worldX - id.worldX()) / unit);
                seq.setOrdinate(i, 1, (worldY - id.worldY()) / unit);
            }

            @Override
            public boolean isDone() {
                return false;
            }

            @Override
            public boolean isGeometryChanged() {
                return true;
            }
        });
        return copy;
    }
}
