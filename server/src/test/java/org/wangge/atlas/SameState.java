package org.wangge.atlas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.locationtech.jts.geom.Geometry;
import org.wangge.atlas.Snapshot.BranchNode;
import org.wangge.atlas.Snapshot.GridNode;
import org.wangge.geo.FixedPoint;
import org.wangge.model.Count;
import org.wangge.model.Layer;
import org.wangge.model.Row;
import org.wangge.model.Table;
import org.wangge.topology.PlanarMap;

/// Says where two snapshots differ, one of them made from nothing.
final class SameState {

    private SameState() {}

    /// Whatever the two answer, except where they stand in a feed and when.
    static void assertSameState(Snapshot expected, Snapshot actual) {
        for (Layer layer : Layer.values()) {
            List<Row> a = new ArrayList<>();
            List<Row> b = new ArrayList<>();
            expected.page(layer, null, 0, Integer.MAX_VALUE, a::add);
            actual.page(layer, null, 0, Integer.MAX_VALUE, b::add);
            assertEquals(a, b);
            a.forEach(r -> assertEquals(expected.leafOf(r.table(), r.id()), actual.leafOf(r.table(), r.id()), r::toString));
        }
        for (Table table : Table.values()) {
            assertEquals(expected.count(table), actual.count(table));
            assertEquals(expected.state().objects(table), actual.state().objects(table));
        }
        assertEquals(expected.unassigned(), actual.unassigned());
        assertEquals(expected.day(), actual.day());
        assertEquals(expected.persons("", 99), actual.persons("", 99));
        for (String text : List.of("网格", "R", "!", "new", "阳光", "B00000")) {
            assertEquals(expected.search(text, 50), actual.search(text, 50), text);
        }
        assertEquals(expected.misplaced(), actual.misplaced());
        assertEquals(expected.state().leafAreas().keySet(), actual.state().leafAreas().keySet());
        expected.state().leafAreas().forEach((id, area) -> assertTrue(
                area.equalsExact(actual.state().leafAreas().get(id)), () -> "the land that grid " + id + " was given"));
        expected.state().persons().values().forEach(p -> assertEquals(p, actual.findPerson(p.code()).orElseThrow()));
        List<BranchNode> roots = List.copyOf(actual.branches());
        assertEquals(expected.branches().stream().map(BranchNode::branch).toList(),
                roots.stream().map(BranchNode::branch).toList());
        for (BranchNode e : expected.branches()) {
            BranchNode a = roots.stream().filter(b -> b.branch().equals(e.branch())).findFirst().orElseThrow();
            assertEquals(e.children(), a.children());
            assertEquals(e.sums(), a.sums());
            assertEquals(e.unassigned(), a.unassigned());
            assertSameArea(e.area(), a.area());
            assertEquals(e.area() == null ? 0 : e.area().getArea(), a.area() == null ? 0 : a.area().getArea());
            assertRingsAround(e.area(), actual.branchOutline(e.branch().id()));
        }
        assertEquals(expected.grids().size(), actual.grids().size());
        for (int i = 0; i < expected.grids().size(); i++) {
            GridNode e = expected.grids().get(i);
            GridNode a = actual.grids().get(i);
            assertEquals(e.grid(), a.grid());
            assertSame(a, actual.findGrid(e.grid().id()).orElseThrow());
            assertSame(a, actual.findGrid(e.grid().code()).orElseThrow());
            assertEquals(e.branchCode(), a.branchCode());
            assertEquals(e.parent(), a.parent());
            assertEquals(e.parentCode(), a.parentCode());
            assertEquals(e.level(), a.level());
            assertEquals(e.children(), a.children());
            assertEquals(e.responsible(), a.responsible());
            assertEquals(e.sums(), a.sums(), () -> "sums of " + e.grid().code());
            assertSameArea(e.area(), a.area());
            assertEquals(e.area() == null ? 0 : e.area().getArea(), a.area() == null ? 0 : a.area().getArea());
            assertRingsAround(e.area(), actual.outline(e.grid().id()));
        }
        assertEquals(expected.branches().stream().mapToLong(b -> b.sums().total(Count.HOUSEHOLDS)).sum(),
                actual.branches().stream().mapToLong(b -> b.sums().total(Count.HOUSEHOLDS)).sum());
    }

    private static void assertRingsAround(Geometry area, Optional<Outline> outline) {
        assertEquals(area != null, outline.isPresent());
        if (outline.isPresent()) {
            assertSameArea(area, outline.get().area());
            if (outline.get().rings() != null) {
                assertSameArea(area, FixedPoint.lonLat(PlanarMap.land(outline.get().rings())));
            }
        }
    }

    /// Every vertex of it, wherever a ring begins.
    private static void assertSameArea(Geometry expected, Geometry actual) {
        assertEquals(expected == null, actual == null);
        if (expected != null) {
            assertTrue(expected.norm().equalsExact(actual.norm()), () -> actual + " should be " + expected);
        }
    }
}
