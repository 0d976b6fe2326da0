package org.wangge.atlas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.wangge.atlas.SameState.assertSameState;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.wangge.atlas.Publisher.Publication;
import org.wangge.atlas.Publisher.Touched.Place;
import org.wangge.atlas.Snapshot.GridNode;
import org.wangge.geo.FixedPoint;
import org.wangge.metrics.Sums;
import org.wangge.model.Building;
import org.wangge.model.Grid;
import org.wangge.model.Layer;
import org.wangge.model.Row;
import org.wangge.model.Table;
import org.wangge.testing.Effort;

class PublisherTest {

    @Test
    void anyEditsOneByOneEndWhereALoadFromScratchDoes() {
        Effort.seeds(1, 6, 600, PublisherTest::editOneByOne);
    }

    private static void editOneByOne(long seed) {
        SyntheticCity city = new SyntheticCity(seed, 9_000, 5);
        Rows rows = Rows.of(city);
        Publisher publisher = rows.publisher();
        SplittableRandom random = new SplittableRandom(seed);
        RandomEdits edits = new RandomEdits(city, rows, random);
        for (int round = 0; round < 40; round++) {
            publisher.apply(edits.next(random.nextInt(1, 30)), 1);
            if (round % 8 == 7) {
                assertSameState(rows.publisher().current(), publisher.current());
            }
        }
    }

    @Test
    void whoCouldNotTakeInASwapHearsOfItWithTheNextOne() {
        Publisher publisher = new Publisher();
        List<Publisher.Publication> heard = new ArrayList<>();
        List<Publisher.Publication> others = new ArrayList<>();
        AtomicBoolean broken = new AtomicBoolean(true);
        publisher.listen(publication -> {
            if (broken.get()) {
                throw new StackOverflowError("a listener's own fault");
            }
            heard.add(publication);
        });
        publisher.listen(others::add);
        publisher.load(new SyntheticCity(3, 40, 1), EnumSet.of(Table.BRANCHES, Table.GRIDS));
        publisher.load(new SyntheticCity(3, 40, 1), EnumSet.of(Table.BUILDINGS));
        assertEquals(2, others.size());
        publisher.tellAgain();
        assertEquals(List.of(), heard);
        broken.set(false);
        publisher.tellAgain();
        publisher.tellAgain();
        assertEquals(1, heard.size());
        assertEquals(others.getFirst().before(), heard.getFirst().before());
        assertEquals(publisher.current(), heard.getFirst().after());
        Set<Table> tables = heard.getFirst().touched().stream().map(Publisher.Touched::table).collect(Collectors.toSet());
        assertEquals(Set.of(Table.BRANCHES, Table.GRIDS, Table.BUILDINGS), tables);
    }

    @Test
    void reloadingOneLayerEndsWhereALoadFromScratchDoes() {
        SyntheticCity city = new SyntheticCity(9, 6_000, 4);
        Rows rows = Rows.of(city);
        Publisher publisher = rows.publisher();
        RandomEdits edits = new RandomEdits(city, rows, new SplittableRandom(9));
        for (Table layer : Table.values()) {
            edits.next(30);
            publisher.load(rows, Set.of(Table.values()[(layer.ordinal() + 3) % Table.values().length]));
        }
        publisher.load(rows, Set.of(Table.values()));
        assertSameState(rows.publisher().current(), publisher.current());
    }

    @Test
    void manyRowsCanGoAndComeBack() {
        Rows rows = Rows.of(new SyntheticCity(3, 20_000, 3));
        Publisher publisher = rows.publisher();
        List<Update> gone = new ArrayList<>();
        List<Update> back = new ArrayList<>();
        rows.rows(Table.BUILDINGS).values().stream().filter(r -> r.id() % 7 != 0).forEach(r -> {
            gone.add(new Update.Remove(Table.BUILDINGS, r.id()));
            back.add(new Update.Put(r));
        });
        publisher.apply(gone, 1);
        assertEquals(20_000 / 7, publisher.current().count(Table.BUILDINGS));
        publisher.apply(back, 1);
        assertSameState(rows.publisher().current(), publisher.current());
        publisher.apply(rows.rows(Table.BUILDINGS).keySet().stream().<Update>map(id -> new Update.Remove(Table.BUILDINGS, id))
                .toList(), 1);
        assertEquals(0, publisher.current().count(Table.BUILDINGS));
        publisher.apply(back, 1);
        assertEquals(back.size(), publisher.current().count(Table.BUILDINGS));
    }

    @Test
    void eachRowIsInTheLeafThatHoldsItsInteriorPointAndSumsAddUp() {
        Rows rows = Rows.of(new SyntheticCity(4, 5_000, 4));
        Snapshot s = rows.publisher().current();
        Map<Long, Integer> expected = new HashMap<>();
        for (Row row : rows.rows(Table.BUILDINGS).values()) {
            Geometry point = FixedPoint.fixed(((Building) row).geometry().getInteriorPoint());
            long leaf = s.map().faces().stream().sorted().filter(f -> s.map().face(f).intersects(point)).findFirst().orElse(0L);
            assertEquals(leaf, s.leafOf(Table.BUILDINGS, row.id()), row.toString());
            expected.merge(leaf, 1, Integer::sum);
        }
        for (GridNode n : s.grids()) {
            if (n.isLeaf()) {
                assertEquals(expected.getOrDefault(n.grid().id(), 0), n.sums().buildings());
            } else {
                Sums children = new Sums();
                n.children().forEach(c -> children.add(s.findGrid(c).orElseThrow().sums()));
                assertEquals(children, n.sums());
            }
        }
        assertEquals(5_000, s.branches().iterator().next().sums().buildings());
        assertEquals(expected.getOrDefault(0L, 0), s.unassigned().buildings());
    }

    @Test
    void aPointOnABorderGoesToTheLowestGrid() {
        Grid left = square(20, 120.0, 31.0);
        Grid right = square(10, 120.01, 31.0);
        Building onBorder = point(1, 120.01, 31.005);
        Snapshot s = Rows.of(left, right, onBorder, point(2, 120.0, 31.005), point(3, 120.5, 31)).publisher().current();
        assertEquals(10, s.leafOf(Table.BUILDINGS, 1));
        assertEquals(20, s.leafOf(Table.BUILDINGS, 2));
        assertEquals(0, s.leafOf(Table.BUILDINGS, 3));
        assertEquals(10, s.findLeafAt(120.01, 31.01).orElseThrow().grid().id());
        assertTrue(s.findLeafAt(120.03, 31.01).isEmpty());
    }

    @Test
    void whatAPreviewSaysIsWhatPublishingDoes() {
        SyntheticCity city = new SyntheticCity(8, 30_000, 6);
        Rows rows = Rows.of(city);
        Publisher publisher = rows.publisher();
        Snapshot before = publisher.current();
        long a = city.leafId(2, 2);
        long b = city.leafId(3, 2);
        Geometry areaA = before.map().face(a);
        Geometry areaB = before.map().face(b);
        Envelope box = areaB.getEnvelopeInternal();
        Geometry strip = FixedPoint.FIXED.toGeometry(new Envelope(
                box.getMinX() - 1000, Math.rint(box.getMinX() + box.getWidth() / 3),
                        Math.rint(box.getMinY() + box.getHeight() / 3),
                Math.rint(box.getMaxY() - box.getHeight() / 3)));
        Map<Long, Geometry> areas = Map.of(a, areaA.union(strip.intersection(areaB)), b, areaB.difference(strip));
        var preview = before.reassign(areas);
        List<Publication> heard = new ArrayList<>();
        publisher.listen(heard::add);
        publisher.apply(areas.entrySet().stream()
                .<Update>map(e -> new Update.Put(before.findGrid(e.getKey()).orElseThrow().grid()
                        .withGeometry(FixedPoint.lonLat(e.getValue()))))
                .toList(), 8);
        Snapshot after = publisher.current();
        assertFalse(preview.moved().isEmpty());
        assertEquals(Set.of(a, b), preview.after().keySet());
        for (long leaf : List.of(a, b)) {
            assertEquals(before.findGrid(leaf).orElseThrow().sums(), preview.before().get(leaf));
            assertEquals(after.findGrid(leaf).orElseThrow().sums(), preview.after().get(leaf));
        }
        for (Row row : rows.rows(Table.BUILDINGS).values()) {
            long old = before.leafOf(Table.BUILDINGS, row.id());
            long now = after.leafOf(Table.BUILDINGS, row.id());
            assertEquals(old == now ? null : now, preview.moved().get(row.id()));
            if (old != now) {
                Envelope where = ((Building) row).geometry().getEnvelopeInternal();
                assertTrue(heard.getFirst().touched().stream()
                        .anyMatch(t -> t instanceof Place(Layer layer, Envelope touched) && layer == Layer.BUILDINGS
                                && touched.covers(where)));
            }
        }
        assertSame(publisher.current(), heard.getFirst().after());
        assertEquals(8, after.revision());
        assertTrue(heard.getFirst().touched().stream().filter(t -> t.table() == Table.GRIDS)
                .allMatch(t -> ((Place) t).lonLat().getWidth() < city.width() / 4));
    }

    @Test
    void listenersHearOldAndNewPlaceBeforeApplyReturns() {
        Building old = point(1, 120, 31);
        Building now = point(1, 121, 32);
        Publisher publisher = Rows.of(old).publisher();
        List<Publication> heard = new ArrayList<>();
        publisher.listen(heard::add);
        publisher.apply(List.of(new Update.Put(now)), 1);
        assertEquals(
                List.of(new Place(Layer.BUILDINGS, new Envelope(120, 120, 31, 31)),
                        new Place(Layer.BUILDINGS, new Envelope(121, 121, 32, 32))),
                heard.getFirst().touched());
        assertEquals(1, heard.getFirst().before().count(Table.BUILDINGS));
        assertEquals(now, publisher.current().find(Table.BUILDINGS, 1).orElseThrow());
    }

    @Test
    void loopsAmongParentsDoNotHang() {
        Grid a = new Grid(1, 1, "A", null, 1, 2L, null, null, null, null, null);
        Grid b = new Grid(2, 1, "B", null, 1, 1L, null, null, null, null, null);
        Grid self = new Grid(3, 1, "C", null, 1, 3L, null, null, null, null, null);
        Snapshot s = Rows.of(a, b, self).publisher().current();
        assertEquals(List.of("A", "B", "C"), s.grids().stream().map(n -> n.grid().code()).toList());
        assertTrue(s.grids().stream().allMatch(n -> n.level() == 1 && n.parentCode() == null));
    }

    private static Building point(long id, double lon, double lat) {
        return new Building(id, "B" + id, null, null, null, null, org.wangge.model.Counts.NONE_KNOWN,
                FixedPoint.LON_LAT.createPoint(new Coordinate(lon, lat)));
    }

    private static Grid square(long id, double lon, double lat) {
        return new Grid(id, 1, "G" + id, null, 1, null, null, null, null, null,
                FixedPoint.LON_LAT.toGeometry(new Envelope(lon, lon + 0.01, lat, lat + 0.01)));
    }
}
