package org.wangge.planning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.CoordinateXY;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.Polygonal;
import org.wangge.atlas.Snapshot;
import org.wangge.atlas.SyntheticCity;
import org.wangge.geo.FixedPoint;
import org.wangge.metrics.Sums;
import org.wangge.model.Person;
import org.wangge.model.Plan;
import org.wangge.model.Revision;
import org.wangge.model.Role;
import org.wangge.model.Table;
import org.wangge.planning.Planning.Choice;
import org.wangge.problem.Problem;
import org.wangge.problem.ProblemException;
import org.wangge.topology.Command;

/// Going back to a revision gives every grid back what it was: id, code, every vertex, words and who looks after it; on both
/// databases.
abstract class RestoreContract extends DeskContract {

    @Override
    SyntheticCity city() {
        return new SyntheticCity(11, 600, 4);
    }

    @BeforeEach
    void hire() {
        put(Table.PERSONS, List.of(new Person(0, "li", "李四", null), new Person(0, "zhang", "张三", null)));
        follower.sync();
    }

    @Test
    void aSplitIsTakenBackToTheLastVertex() {
        Revision then = described("G001001");
        Map<String, String> state = state(publisher.current());
        long plan = planning.create("split").id();
        planning.apply(plan, new Edit.Land(new Command.Split(id("G001001"), across("G001001"), List.of())));
        planning.apply(plan, set("G001001", "name", "Half", "yellow_cards", 2L, "person", "zhang"));
        planning.publish(plan);
        assertNotEquals(state, state(publisher.current()));
        assertTrue(publisher.current().findGrid("G001001-2").isPresent());

        back(then);

        assertEquals(state, state(publisher.current()));
        assertCoverage();
        Problem same = assertThrows(ProblemException.class, () -> restore(then)).problem();
        assertEquals("no_change", same.extra().get("reason"));
    }

    @Test
    void aMergeIsTakenBackWithTheOldIdAndNoVersionStandsForTwoStates() {
        Revision then = described("G002001");
        Map<String, String> state = state(publisher.current());
        long gone = id("G002001");
        int last = publisher.current().findGrid("G002001").orElseThrow().grid().version();
        for (int round = 0; round < 3; round++) {
            long plan = planning.create("merge").id();
            planning.apply(plan, new Command.Merge(List.of(id("G002000"), gone), id("G002000")));
            planning.apply(plan, set("G002000", "name", "Both"));
            planning.publish(plan);
            assertTrue(publisher.current().findGrid(gone).isEmpty());

            back(then);

            assertEquals(state, state(publisher.current()), "round " + round);
            assertEquals(gone, id("G002001"));
            int version = publisher.current().findGrid("G002001").orElseThrow().grid().version();
            assertTrue(version > last, version + " after " + last);
            assertNotNull(store.gridAt(gone, last).orElseThrow());
            last = version;
            assertCoverage();
        }
    }

    @Test
    void everythingAtOnceComesBackAndAlsoTheCodeThatAnotherHasTakenMeanwhile() {
        Revision then = described("G001002");
        Map<String, String> state = state(publisher.current());
        long parent = publisher.current().findGrid("G000000").orElseThrow().grid().parent();
        long one = planning.create("one").id();
        planning.apply(one, new Command.Merge(List.of(id("G001001"), id("G001002")), id("G001001")));
        planning.apply(one, new Edit.Land(new Command.Split(id("G003003"), across("G003003"), List.of())));
        planning.apply(one, new Command.Transfer(id("G000001"), middle("G000000", 0.5)));
        planning.apply(one, new Command.Transfer(0, middle("G003000", 0.4)));
        planning.publish(one);
        long two = planning.create("two").id();
        planning.apply(two, new Edit.Land(new Command.Create(0, middle("G000002", 0.4), true),
                List.of(new Edit.NewGrid(0, "G001002", "Usurper", null, parent, null, null)), List.of(), false));
        planning.publish(two);
        long usurper = id("G001002");

        Plan plan = back(then);

        assertEquals(state, state(publisher.current()));
        assertTrue(publisher.current().findGrid(usurper).isEmpty());
        assertEquals(1, planning.commands(plan.id()).stream().filter(c -> c.json().contains("\"restore\"")).count());
        assertCoverage();
    }

    @Test
    void aCodeThatOneWhoStaysHasByNowIsNotTakenAway() throws SQLException {
        Revision then = described("G001002");
        long plan = planning.create("merge").id();
        long gone = id("G001002");
        planning.apply(plan, new Command.Merge(List.of(id("G001001"), gone), id("G001001")));
        planning.publish(plan);
        try (Connection c = database.connect(); Statement s = c.createStatement()) {
            s.execute("update grids set code = 'G001002' where code = 'G000000'");
        }
        follower.sync();

        back(then);

        assertNotEquals(gone, id("G001002"));
        assertTrue(publisher.current().findGrid(gone).isPresent(), "it has its id again");
        assertNotEquals("G001002", publisher.current().findGrid(gone).orElseThrow().grid().code());
        assertCoverage();
    }

    @Test
    void twoParentsThatHaveSwappedTheirChildrenGetThemBackThoughEachWouldHaveNoneInBetween() throws SQLException {
        anotherDistrict();
        Revision then = described("G000000");
        Map<String, String> state = state(publisher.current());
        swap(id("D000"), id("D001"));
        assertNotEquals(state, state(publisher.current()));

        back(then);

        assertEquals(state, state(publisher.current()));
    }

    @Test
    void aParentWhoseChildOfThenComesBackMayLoseAllThatItHasGotSince() throws SQLException {
        anotherDistrict();
        Revision then = described("G003000");
        Map<String, String> state = state(publisher.current());
        long plan = planning.create("another family").id();
        planning.apply(plan, new Edit.Land(new Command.Split(id("G003000"), across("G003000"), List.of())));
        for (String child : List.of("G003000", "G003001", "G003002", "G003003")) {
            planning.apply(plan, set(child, "parent", id("D000")));
        }
        planning.publish(plan);

        back(then);

        assertEquals(state, state(publisher.current()));
        assertCoverage();
    }

    @Test
    void whoMovesAGridInTheTreeMeanwhileIsInConflictAndOnesOwnChoiceMovesItBack() throws SQLException {
        anotherDistrict();
        Revision then = described("G000000");
        Map<String, String> state = state(publisher.current());
        swap(id("D000"), id("D001"));
        Plan mine = restore(then);
        long theirs = planning.create("theirs").id();
        planning.apply(theirs, set("G001001", "parent", id("D000")));
        planning.publish(theirs);
        assertNotNull(planning.get(mine.id()).conflict());

        planning.planning().rebase(mine.id(), planning.version(mine.id()), Choice.MINE, Desk.PLANNER);
        planning.publish(mine.id());

        assertEquals(state, state(publisher.current()));
    }

    @Test
    void whatOthersPublishMeanwhileIsAConflictAndOnesOwnChoiceBringsTheGridBack() {
        Revision then = described("G002001");
        long gone = id("G002001");
        Geometry area = publisher.current().map().face(gone);
        long merge = planning.create("merge").id();
        planning.apply(merge, new Command.Merge(List.of(id("G002000"), gone), id("G002000")));
        planning.publish(merge);
        Plan mine = restore(then);
        assertNull(planning.get(mine.id()).conflict());
        long theirs = planning.create("theirs").id();
        planning.apply(theirs, new Command.Transfer(id("G003001"), middleOf(area, 0.3)));
        planning.publish(theirs);

        assertNotNull(planning.get(mine.id()).conflict());
        Planning.Outcome chosen = planning.planning().rebase(mine.id(), planning.version(mine.id()), Choice.MINE, Desk.PLANNER);
        assertNull(chosen.conflict());
        planning.publish(mine.id());

        assertEquals("G002001", publisher.current().findGrid(gone).orElseThrow().grid().code());
        assertTrue(publisher.current().map().face(gone).symDifference(area).getArea() < 1e-3 * area.getArea());
        assertCoverage();
    }

    @Test
    void theOutlineOfTheBranchGoesBackWithItsGridsAndThePastShowsThatOfThen() {
        Geometry outline = outline(publisher.current());
        Map<String, String> state = state(publisher.current());
        Sums unassigned = publisher.current().branches().iterator().next().unassigned();
        Geometry left = middle("G002002", 0.5);
        Revision revision = anotherServiceArea(left);
        Geometry changed = outline(publisher.current());
        assertFalse(changed.intersects(left.getCentroid()));

        History history = planning.planning().history();
        assertTrue(outline.equalsExact(outline(history.at(0))));
        assertEquals(unassigned, history.at(0).branches().iterator().next().unassigned());
        long branch = publisher.current().branches().iterator().next().branch().id();
        Editor elsewhere = new Editor(
                Desk.PLANNER.actor(), List.of(Role.PLANNER),
                (role, place) -> !place.upwards().isEmpty() || place.branch() != branch, Ledger.NONE);
        assertInstanceOf(Problem.Forbidden.class, thrown(() -> history.restore(0, "as it was", elsewhere)));
        Plan plain = planning.planning().history().restore(0, "as it was", Desk.PLANNER);
        assertInstanceOf(Problem.Forbidden.class,
                thrown(() -> planning.planning().undo(plain.id(), planning.version(plain.id()), elsewhere)));
        planning.publish(plain.id());

        assertTrue(outline.equalsExact(outline(publisher.current())));
        assertEquals(state, state(publisher.current()));
        assertEquals(unassigned, publisher.current().branches().iterator().next().unassigned());
        assertTrue(changed.equalsExact(outline(history.at(revision.id()))));
        assertCoverage();
    }

    @Test
    void theOutlineGoesBackAlsoWhenAConflictIsSettledByOnesOwnChoice() {
        Geometry outline = outline(publisher.current());
        Geometry left = middle("G002002", 0.5);
        anotherServiceArea(left);
        Plan mine = planning.planning().history().restore(0, "as it was", Desk.PLANNER);
        long theirs = planning.create("theirs").id();
        planning.apply(theirs, new Command.Transfer(id("G003002"), middleOf(left, 0.5)));
        planning.publish(theirs);
        assertNotNull(planning.get(mine.id()).conflict());

        planning.planning().rebase(mine.id(), planning.version(mine.id()), Choice.MINE, Desk.PLANNER);
        planning.publish(mine.id());

        assertTrue(outline.equalsExact(outline(publisher.current())));
        assertTrue(publisher.current().map().face(id("G002002")).covers(left.getCentroid()));
        assertCoverage();
    }

    @Test
    void landGainedInSpikesTooThinToStayLandLeavesTheOutlineAnArea() {
        long plan = planning.create("spikes").id();
        planning.apply(plan, new Command.Transfer(id("G001001"), star("G001001", 60)));
        planning.apply(plan, new Command.Transfer(id("G002002"), star("G002002", 20)));
        planning.publish(plan);

        assertTrue(outline(publisher.current()) instanceof Polygonal, outline(publisher.current()).getGeometryType());
        assertCoverage();
    }

    @Test
    void noCommandOfAClientGoesBackByItself() {
        Problem problem = assertThrows(ProblemException.class, () ->
                CommandJson.read("{\"type\":\"restore\",\"revision\":1,\"areas\":{},\"made\":[]}")).problem();
        assertEquals("type is \"restore\"; there is no such command.", problem.detail());
    }

    /// The last row of the city stands below a district of its own.
    private void anotherDistrict() throws SQLException {
        try (Connection c = database.connect(); Statement s = c.createStatement()) {
            s.execute("insert into grids (code, branch_id) select 'D001', branch_id from grids where code = 'D000'");
            s.execute("update grids set parent_id = (select id from grids where code = 'D001') where code like 'G003%'");
        }
        follower.sync();
    }

    /// Publishes that each of two has the children of the other.
    private void swap(long one, long other) {
        List<Long> ofOne = publisher.current().findGrid(one).orElseThrow().children();
        List<Long> ofOther = publisher.current().findGrid(other).orElseThrow().children();
        long plan = planning.create("swapped").id();
        planning.apply(plan, new Edit.SetAttributes(ofOne.getFirst(), values("parent", other)));
        ofOther.forEach(child -> planning.apply(plan, new Edit.SetAttributes(child, values("parent", one))));
        ofOne.stream().skip(1).forEach(child -> planning.apply(plan, new Edit.SetAttributes(child, values("parent", other))));
        planning.publish(plan);
    }

    /// Publishes words, targets, cards and a person in charge for a grid.
    private Revision described(String code) {
        long plan = planning.create("described").id();
        planning.apply(plan,
                set(code, "name", "Garden", "kind", "mixed", "target_new_subscribers", 120L, "target_renewal_rate", 0.8,
                "yellow_cards", 1L, "person", "li"));
        return planning.publish(plan).revision();
    }

    private Plan restore(Revision then) {
        return planning.planning().history().restore(then.id(), "as it was", Desk.PLANNER);
    }

    private Plan back(Revision then) {
        Plan plan = restore(then);
        assertNull(planning.get(plan.id()).conflict());
        planning.publish(plan.id());
        return plan;
    }

    /// Publishes that this land of the branch leaves it, and that others beyond its outline come to it.
    private Revision anotherServiceArea(Geometry left) {
        Geometry outline = outline(publisher.current());
        Envelope beyond = publisher.current().map().face(id("G000000")).getEnvelopeInternal();
        beyond.expandToInclude(outline.getEnvelopeInternal().getMinX() - 50_000, beyond.centre().y);
        Geometry gained = middleOf(FixedPoint.FIXED.toGeometry(beyond), 1);
        long plan = planning.create("another service area").id();
        planning.apply(plan, new Edit.Land(new Command.Transfer(0, left), List.of(), List.of(), true));
        planning.apply(plan, new Command.Transfer(id("G000000"), gained));
        Revision revision = planning.publish(plan).revision();
        assertTrue(outline(publisher.current()).covers(gained) && !outline.covers(gained));
        return revision;
    }

    /// Many thin spikes from a grid to far beyond the outline of the branch.
    private Geometry star(String code, int spikes) {
        Coordinate middle = publisher.current().map().face(id(code)).getEnvelopeInternal().centre();
        Envelope city = outline(publisher.current()).getEnvelopeInternal();
        Coordinate[] ring = new Coordinate[2 * spikes + 1];
        for (int i = 0; i < 2 * spikes; i++) {
            double angle = Math.PI * i / spikes;
            double reach = i % 2 == 0 ? city.getWidth() * 1.2 : city.getWidth() / 3000;
            ring[i] = new CoordinateXY(
                    Math.rint(middle.x + reach * Math.cos(angle)), Math.rint(middle.y + reach * Math.sin(angle)));
        }
        ring[2 * spikes] = ring[0];
        return FixedPoint.FIXED.createPolygon(ring);
    }

    private static Geometry outline(Snapshot snapshot) {
        return FixedPoint.fixed(snapshot.branches().iterator().next().branch().outline());
    }

    /// All that a grid is but its version, by code.
    private static Map<String, String> state(Snapshot snapshot) {
        Map<String, String> state = new TreeMap<>();
        snapshot.grids().forEach(node -> state.put(node.grid().code(), node.grid().id() + " "
                + new TreeMap<>(Attributes.of(node.grid(), node.responsible(), Attributes.NAMES)) + " " + node.grid().geometry()
                + " " + node.sums()));
        return state;
    }
}
