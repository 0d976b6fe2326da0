package org.wangge.planning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.CoordinateXY;
import org.locationtech.jts.geom.Geometry;
import org.wangge.atlas.Snapshot;
import org.wangge.atlas.SyntheticCity;
import org.wangge.model.Building;
import org.wangge.model.Count;
import org.wangge.model.Grid;
import org.wangge.model.Lineage;
import org.wangge.model.Table;
import org.wangge.planning.PlanResult.GridResult;
import org.wangge.planning.Planning.Outcome;
import org.wangge.problem.Problem;
import org.wangge.topology.Command;

/// Every command on a store, its feed and an atlas; run on both databases. Sixteen leaves, 1,500 buildings.
abstract class CommandsContract extends DeskContract {

    @Override
    SyntheticCity city() {
        return new SyntheticCity(9, 1_500, 4);
    }

    @Test
    void aSplitGivesEachPartItsFiguresBeforeItIsMade() {
        long plan = planning.create("split").id();
        Edit split = new Edit.Land(new Command.Split(id("G001001"), across("G001001"), List.of()));
        PlanResult preview = planning.preview(plan, split);
        PlanResult applied = planning.apply(plan, split).result();
        List<GridResult> made = applied.grids().stream().filter(g -> g.rowBefore() == null).toList();
        assertEquals(1, made.size());
        assertEquals("G001001-2", made.getFirst().code());
        assertEquals(made.getFirst().after(), preview.grids().stream().filter(g -> g.rowBefore() == null).findFirst()
                .orElseThrow().after());
        long both = made.getFirst().after().total(Count.HOUSEHOLDS) + result(applied, "G001001").after().total(Count.HOUSEHOLDS);
        assertEquals(live("G001001"), both, "nobody is lost");

        long id = made.getFirst().id();
        // the new grid can be drawn on, named and merged like any other
        planning.apply(plan, new Edit.SetAttributes(id, Map.of("name", "New Town", "target_new_subscribers", 120L)));
        planning.publish(plan);
        Snapshot after = publisher.current();
        Grid row = after.findGrid(id).orElseThrow().grid();
        assertEquals("New Town", row.name());
        assertEquals(120, row.targetNewSubscribers());
        assertEquals(made.getFirst().after(), after.findGrid(id).orElseThrow().sums());
        assertEquals(List.of(new Lineage("split", id("G001001"), "G001001", id, "G001001-2")),
                planning.planning().history().lineage(after.revision()));
        assertCoverage();
    }

    @Test
    void aMergeKeepsTheWordsOfOneAndTheHistoryOfBoth() {
        long gone = id("G000001");
        long plan = planning.create("merge").id();
        long together = live("G000000") + live("G000001");
        planning.apply(plan, new Command.Merge(List.of(id("G000000"), gone), id("G000000")));
        planning.publish(plan);
        assertEquals(together, live("G000000"));
        assertTrue(publisher.current().findGrid(gone).isEmpty());
        assertEquals(List.of("merge"), planning.planning().history().lineage(publisher.current().revision()).stream()
                .map(Lineage::kind).toList());
        assertCoverage();
    }

    @Test
    void landIsUnassignedMadeAGridAndTakenAway() {
        long whole = total();
        long plan = planning.create("back and forth").id();
        planning.apply(plan, new Edit.Land(new Command.Transfer(0, middle("G002002", 0.6))));
        PlanResult unassigned = planning.get(plan).result();
        assertTrue(unassigned.findings().stream().anyMatch(f -> f.kind().equals("unassigned")), unassigned.findings().toString());
        Edit create = new Edit.Land(new Command.Create(0, middle("G002002", 0.5), false),
                List.of(new Edit.NewGrid(0, "NEW", "New", null, publisher.current().findGrid("G002002").orElseThrow().grid()
                        .parent(), null, null)),
                List.of(), false);
        long made = planning.apply(plan, create).result().grids().stream().filter(g -> g.code().equals("NEW")).findFirst()
                .orElseThrow().id();
        planning.publish(plan);
        assertTrue(live("NEW") > 0);
        assertTrue(whole > total(), "some stay unassigned");

        long second = planning.create("away").id();
        planning.apply(second, new Command.Delete(made, 0L));
        planning.apply(second, new Command.Transfer(id("G002002"), middle("G002002", 0.7)));
        planning.publish(second);
        assertTrue(publisher.current().findGrid("NEW").isEmpty());
        assertEquals(whole, total());
        assertCoverage();
    }

    @Test
    void pickedBuildingsTakeTheirLandAlongAndNoOthers() {
        long to = id("G001002");
        List<Long> picked = buildingsOf("G001001", 25);
        long plan = planning.create("pick").id();
        Edit pick = new Edit.Land(new Command.Transfer(to, null), List.of(), picked, false);
        assertEquals(picked.size(), planning.preview(plan, pick).moved().buildings());
        PlanResult result = planning.apply(plan, pick).result();
        assertEquals(Set.copyOf(picked), Set.copyOf(result.moved().items().stream().map(PlanResult.MovedItem::id).toList()));
        assertEquals(1, result.flows().size());
        assertEquals(result.moved().households(), result.flows().getFirst().moved().households());
        planning.publish(plan);
        picked.forEach(b -> assertEquals(to, publisher.current().leafOf(Table.BUILDINGS, b)));
        assertCoverage();
    }

    @Test
    void aSumOfWhatMovesIsUnknownWhereItIsKnownInNoBuilding() {
        Snapshot live = publisher.current();
        long building = buildingsOf("G001001", Integer.MAX_VALUE).stream()
                .filter(b -> count(live, b, Count.HOUSEHOLDS) == null && count(live, b, Count.SUBSCRIBERS) != null)
                .findFirst().orElseThrow();
        long plan = planning.create("unknown").id();
        Edit pick = new Edit.Land(new Command.Transfer(id("G001002"), null), List.of(), List.of(building), false);
        PlanResult result = planning.preview(plan, pick);
        for (PlanResult.Moved moved : List.of(result.moved(), result.flows().getFirst().moved())) {
            assertEquals(1, moved.buildings());
            assertEquals(1, moved.householdsUnknown());
            assertNull(moved.households());
            assertEquals(count(live, building, Count.SUBSCRIBERS).longValue(), moved.subscribers());
        }
        Edit none = new Edit.SetAttributes(id("G001001"), Map.of("name", "Nothing moves"));
        assertEquals(0L, planning.preview(plan, none).moved().households(), "known of no building, for there is none");
    }

    private static Integer count(Snapshot snapshot, long building, Count count) {
        return ((Building) snapshot.find(Table.BUILDINGS, building).orElseThrow()).counts().value(count);
    }

    @Test
    void aNodeMovesInEveryRingAndUndoBringsEveryByteBack() {
        Map<Long, Geometry> before = faces();
        long plan = planning.create("node").id();
        Coordinate node = corner("G001001", "G001002", "G002001");
        PlanResult moved = planning.apply(plan, new Command.MoveNode(node, new CoordinateXY(node.x + 3_000, node.y + 2_000)))
                .result();
        assertTrue(moved.grids().size() >= 3, "all around the node");
        planning.apply(plan, new Edit.Land(new Command.Split(id("G000000"), across("G000000"), List.of())));
        planning.apply(plan, new Command.Merge(List.of(id("G003003"), id("G003002")), id("G003003")));
        for (int i = 0; i < 3; i++) {
            planning.undo(plan);
        }
        Outcome empty = planning.get(plan);
        assertEquals(List.of(), empty.result().grids());
        assertEquals(3, empty.commands().stream().filter(c -> c.undone()).count());
        for (int i = 0; i < 3; i++) {
            planning.redo(plan);
        }
        assertEquals(before.keySet(), faces().keySet());
        planning.publish(plan);
        assertCoverage();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aVertexOfTheOuterBorderGivesLandUpInsideTheServiceAreaOrOutOfIt(boolean outside) {
        double outline = outline();
        // nothing lies west of it, so that to the east it gives up land and takes none
        Coordinate west = faces().values().stream().flatMap(f -> Stream.of(f.getCoordinates()))
                .min(Comparator.comparingDouble(c -> c.x)).orElseThrow();
        long plan = planning.create("vertex").id();
        PlanResult moved = planning.apply(plan, new Edit.Land(
                new Command.MoveNode(west, new CoordinateXY(west.x + 4_000, west.y)), List.of(), List.of(), outside)).result();
        assertTrue(moved.strips().stream().allMatch(s -> s.to() == 0) && !moved.strips().isEmpty(), moved.strips().toString());
        planning.publish(plan);
        double given = moved.strips().stream().mapToDouble(s -> s.area().getArea()).sum();
        assertEquals(outside ? given : 0, outline - outline());
        assertCoverage();
    }

    @Test
    void rulesOfTheTreeHold() {
        long plan = planning.create("rules").id();
        long parent = publisher.current().findGrid("G000000").orElseThrow().grid().parent();
        assertReason("parent_is_leaf",
                () -> planning.apply(plan, new Edit.SetAttributes(id("G000000"), Map.of("parent", id("G000001")))));
        assertReason("own_parent", () -> planning.apply(plan, new Edit.SetAttributes(parent, Map.of("parent", parent))));
        assertReason("no_change", () -> planning.apply(plan, new Edit.SetAttributes(id("G000000"), Map.of("parent", parent))));
        assertReason("code_taken", () -> planning.apply(plan, new Edit.Land(new Command.Create(0, middle("G002002", 0.4), true),
                List.of(new Edit.NewGrid(0, "G000000", "Again", null, parent, null, null)), List.of(), false)));
        List<Long> children = publisher.current().findGrid(parent).orElseThrow().children();
        for (long child : children.subList(1, children.size())) {
            planning.apply(plan, new Command.Merge(List.of(children.getFirst(), child), children.getFirst()));
        }
        assertReason("last_child", () -> planning.apply(plan, new Command.Delete(children.getFirst(), 0L)));
        assertEquals(children.size() - 1, planning.commands(plan).size(), "a refused command is not kept");
    }

    private long total() {
        return publisher.current().grids().stream().filter(Snapshot.GridNode::isLeaf)
                .mapToLong(n -> n.sums().total(Count.HOUSEHOLDS)).sum();
    }

    private static GridResult result(PlanResult result, String code) {
        return result.grids().stream().filter(g -> g.code().equals(code)).findFirst().orElseThrow();
    }

    private List<Long> buildingsOf(String code, int n) {
        List<Long> ids = new ArrayList<>();
        long leaf = id(code);
        publisher.current().buildingAnchors(publisher.current().map().face(leaf).getEnvelopeInternal(),
                (id, lon, lat, compound, at) -> {
            if (at == leaf && ids.size() < n) {
                ids.add(id);
            }
        });
        assertFalse(ids.isEmpty());
        return ids;
    }

    /// A point where these three grids meet.
    private Coordinate corner(String a, String b, String c) {
        Set<Coordinate> common = new HashSet<>(List.of(publisher.current().map().face(id(a)).getCoordinates()));
        common.retainAll(List.of(publisher.current().map().face(id(b)).getCoordinates()));
        common.retainAll(List.of(publisher.current().map().face(id(c)).getCoordinates()));
        return common.iterator().next();
    }

    private static void assertReason(String reason, Callable<?> call) {
        Problem problem = thrown(call);
        assertInstanceOf(Problem.Refused.class, problem, problem.detail());
        assertEquals(reason, problem.extra().get("reason"), problem.detail());
    }
}
