package org.wangge.planning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.locationtech.jts.coverage.CoverageValidator;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.CoordinateXY;
import org.locationtech.jts.geom.Geometry;
import org.wangge.atlas.Publisher;
import org.wangge.atlas.Snapshot;
import org.wangge.atlas.SyntheticCity;
import org.wangge.geo.FixedPoint;
import org.wangge.metrics.Sums;
import org.wangge.model.Grid;
import org.wangge.model.Plan;
import org.wangge.model.PlanCommand;
import org.wangge.model.Table;
import org.wangge.planning.Planning.Outcome;
import org.wangge.planning.Review.Published;
import org.wangge.problem.Problem;
import org.wangge.problem.ProblemException;
import org.wangge.store.Store;
import org.wangge.store.feed.Follower;
import org.wangge.testing.TestDatabases;
import org.wangge.topology.Command;
import org.wangge.topology.Edge;

/// Plans from the first stroke to the revision, on a real store and a real atlas: 4 × 4 leaf grids `G<row><column>` under one
/// district, 3,000 buildings.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class PlanningContract {

    private final List<Planning> plannings = new ArrayList<>();
    private static final SyntheticCity CITY = new SyntheticCity(5, 3_000, 4);

    private TestDatabases.Database database;
    private Store store;
    private Publisher publisher;
    private Follower follower;
    private Desk planning;

    abstract TestDatabases.Database provide() throws Exception;

    @BeforeAll
    void open() throws Exception {
        database = provide();
        store = database.open(CITY.content(Table.BRANCHES, Table.GRIDS, Table.BUILDINGS, Table.PORTS, Table.SIGHTINGS));
        publisher = new Publisher();
        follower = new Follower(store, publisher);
        follower.start();
    }

    /// Every test begins with the grids as they were made.
    @BeforeEach
    void begin() {
        CITY.load(store, Table.GRIDS);
        follower.sync();
        planning = new Desk(another(publisher::current, follower::sync));
    }

    /// One more, as another server or the same after a restart would have; closed in the end.
    private Planning another(Supplier<Snapshot> live, Runnable sync) {
        Planning made = new Planning(store, live, sync);
        plannings.add(made);
        return made;
    }

    @AfterAll
    void close() throws Exception {
        plannings.forEach(Planning::close);
        follower.close();
        store.close();
        database.close();
    }

    @Test
    void whatThePreviewPromisesIsWhatPublishingDoes() {
        long plan = planning.create("spring").id();
        Command command = bulge("G000000", "G000001", 0.3);
        Snapshot before = publisher.current();
        PlanResult preview = planning.preview(plan, command);
        assertEquals(List.of(), planning.commands(plan));
        PlanResult applied = planning.apply(plan, command).result();
        assertEquals(preview.grids(), applied.grids());
        assertEquals(preview.moved(), applied.moved());
        assertTrue(preview.moved().buildings() > 10, "no buildings move");
        assertEquals(before.seq(), publisher.current().seq(), "only the plan has changed");

        Published published = planning.publish(plan);
        Snapshot after = publisher.current();
        assertEquals(published.revision().id(), after.revision());
        assertEquals(Plan.Status.PUBLISHED, published.plan().status());
        assertEquals(published.revision(), planning.revisions().getLast());
        assertEquals(2, preview.grids().size());
        for (PlanResult.GridResult g : preview.grids()) {
            assertEquals(before.findGrid(g.id()).orElseThrow().sums(), g.before());
            assertEquals(after.findGrid(g.id()).orElseThrow().sums(), g.after());
            assertNotEquals(g.before(), g.after());
            assertTrue(g.area().equalsExact(after.map().face(g.id())));
        }
        int moved = 0;
        for (long id = 1; id <= 3_000; id++) {
            moved += before.leafOf(Table.BUILDINGS, id) == after.leafOf(Table.BUILDINGS, id) ? 0 : 1;
        }
        assertEquals(moved, preview.moved().buildings());
        for (PlanResult.MovedItem item : preview.moved().items()) {
            assertEquals(before.leafOf(Table.BUILDINGS, item.id()), item.from());
            assertEquals(after.leafOf(Table.BUILDINGS, item.id()), item.to());
        }
        assertAnewTheSame();
    }

    @Test
    void severalCommandsBuildOnEachOtherAndTheWholeIsAgainstTheLiveGrids() {
        long plan = planning.create("two steps").id();
        PlanResult first = planning.apply(plan, bulge("G000000", "G000001", 0.3)).result();
        Command second = bulge("G000001", "G000002", 0.25);
        PlanResult preview = planning.preview(plan, second);
        Outcome applied = planning.apply(plan, second);
        assertEquals(preview.grids(), applied.result().grids());
        assertEquals(after(first, "G000001"), before(applied.result(), "G000001"));
        PlanResult whole = planning.get(plan).result();
        assertEquals(List.of("G000000", "G000001", "G000002"), whole.grids().stream().map(PlanResult.GridResult::code).toList());
        assertEquals(live("G000001"), before(whole, "G000001"));
        assertEquals(after(applied.result(), "G000001"), after(whole, "G000001"));
        assertEquals(first.moved().buildings() + applied.result().moved().buildings(), whole.moved().buildings());
        assertEquals(first.moved().households() + applied.result().moved().households(), whole.moved().households());
        assertEquals(2, whole.strips().size());
        assertEquals(areaOf(first) + areaOf(applied.result()), areaOf(whole), 1e-4 * areaOf(whole));

        planning.publish(plan);
        assertEquals(after(whole, "G000001"), live("G000001"));
        assertAnewTheSame();
    }

    @Test
    void undoAndRedoGoBackAndForthAndANewCommandEndsRedo() {
        long plan = planning.create("to and fro").id();
        PlanResult one = planning.apply(plan, bulge("G000000", "G000001", 0.3)).result();
        planning.apply(plan, bulge("G000001", "G000002", 0.25));
        PlanResult both = planning.get(plan).result();

        Outcome undone = planning.undo(plan);
        assertEquals(one.grids(), undone.result().grids());
        assertEquals(List.of(false, true), undone.commands().stream().map(PlanCommand::undone).toList());
        assertEquals(List.of(), planning.undo(plan).result().grids());
        assertRefused(Problem.Refused.class, "Plan " + plan + " has no command to undo.", () -> planning.undo(plan));
        assertRefused(Problem.Refused.class, "Plan " + plan + " has no commands.", () -> planning.publish(plan));
        int stale = planning.version(plan) - 1;
        assertRefused(Problem.Stale.class, "Plan " + plan + " has version " + (stale + 1) + ", not " + stale, () ->
                planning.planning().redo(plan, stale, Desk.PLANNER));
        planning.redo(plan);
        assertEquals(both.grids(), planning.redo(plan).result().grids());
        assertRefused(Problem.Refused.class, "Plan " + plan + " has no command to redo.", () -> planning.redo(plan));

        planning.undo(plan);
        planning.apply(plan, bulge("G001000", "G001001", 0.2));
        assertRefused(Problem.Refused.class, "Plan " + plan + " has no command to redo.", () -> planning.redo(plan));
        assertEquals(2, planning.commands(plan).size());
        // another node, or this one after a restart, comes to the same
        PlanResult elsewhere = another(publisher::current, follower::sync).get(plan).result();
        assertEquals(planning.get(plan).result().grids(), elsewhere.grids());
    }

    @Test
    void anotherPlansPublicationShowsInTheDraftAndMergesWhereItIsApart() {
        long mine = planning.create("mine").id();
        long theirs = planning.create("theirs").id();
        planning.apply(mine, bulge("G000000", "G000001", 0.3));
        planning.apply(theirs, bulge("G002002", "G002003", 0.3));
        PlanResult before = planning.get(mine).result();
        planning.publish(theirs);
        assertEquals(before.grids(), planning.get(mine).result().grids());
        planning.publish(mine);
        assertAnewTheSame();
    }

    @Test
    void aCommandThatNoLongerFitsIsAConflictThatNamesTheGrids() {
        long mine = planning.create("mine").id();
        long theirs = planning.create("theirs").id();
        planning.apply(mine, bulge("G000000", "G000001", 0.2));
        planning.apply(theirs, bulge("G000000", "G000001", 0.1, 0.9, 0.35));
        planning.publish(theirs);
        Outcome outcome = planning.get(mine);
        assertNull(outcome.result());
        assertTrue(outcome.conflict().detail()
                .matches("Command 1 of plan " + mine + " no longer fits the present grids, of which others"
                + " have changed G000000 \\(version \\d+ expected, now \\d+\\), G000001 \\(version \\d+ expected,"
                + " now \\d+\\): .*"),
                        outcome.conflict().detail());
        List<?> grids = (List<?>) outcome.conflict().extra().get("grids");
        assertEquals(2, grids.size());
        for (Object each : grids) {
            Map<?, ?> grid = (Map<?, ?>) each;
            assertEquals((Integer) grid.get("expected_version") + 1, grid.get("actual_version"));
        }
        assertTrue(((List<?>) outcome.conflict().extra().get("arcs")).size() >= 2, "the border of then and that of now");
        assertRefused(Problem.Conflict.class, "Command 1 of plan", () -> planning.publish(mine));
        assertRefused(Problem.Conflict.class, "Command 1 of plan", () ->
                planning.preview(mine, bulge("G001000", "G001001", 0.2)));
        assertNotNull(planning.undo(mine).result());
    }

    @Test
    void aGridThatMovedOnBehindTheAtlasIsAConflictAndNothingIsWritten() {
        Snapshot stale = publisher.current();
        Desk behind = new Desk(another(() -> stale, () -> {}));
        long mine = behind.create("mine").id();
        behind.apply(mine, bulge("G000000", "G000001", 0.2));
        Grid theirs = publisher.current().findGrid("G000001").orElseThrow().grid();
        store.load(Table.GRIDS, Set.of("name"),
                List.of(new Grid(0, 0, theirs.code(), "renamed by an import", theirs.branch(), theirs.parent(),
                null, null, null, null, null)).iterator(), n -> {});
        Sums live = live("G000000");
        assertRefused(Problem.Conflict.class, "These grids were changed by somebody else meanwhile: G000001 (version ",
                () -> behind.publish(mine));
        follower.sync();
        assertEquals(live, live("G000000"));
        assertEquals(Plan.Status.APPROVED, planning.get(mine).plan().status());
        // on the present state it fits
        planning.publish(mine);
        assertAnewTheSame();
    }

    @Test
    void aPublishedPlanTakesNoMoreCommands() {
        long plan = planning.create("done").id();
        Command command = bulge("G000000", "G000001", 0.3);
        planning.apply(plan, command);
        planning.publish(plan);
        String text = "Plan " + plan + " is published; it can't be changed.";
        assertRefused(Problem.Conflict.class, text, () -> planning.apply(plan, command));
        assertRefused(Problem.Conflict.class, text, () -> planning.preview(plan, command));
        assertRefused(Problem.Conflict.class, text, () -> planning.undo(plan));
        assertRefused(Problem.Conflict.class, text, () -> planning.redo(plan));
        assertRefused(Problem.Conflict.class, "Plan " + plan + " is published", () -> planning.publish(plan));
        assertRefused(Problem.Refused.class, "Plan " + plan + " is published", () -> { planning.delete(plan); return null; });
        assertNull(planning.get(plan).result());
    }

    @Test
    void refusesGridsThatAreNoNeighbouringLeaves() {
        long plan = planning.create("bad").id();
        Command.Reshape good = (Command.Reshape) bulge("G000000", "G000001", 0.3);
        assertRefused(Problem.BadInput.class, "There is no grid 99999.",
                () -> planning.apply(plan, new Command.Reshape(99_999, good.b(), good.path())));
        assertRefused(Problem.BadInput.class, "Grid D000 is made of 16 grids below it; its border follows from theirs.",
                () -> planning.preview(plan, new Command.Reshape(id("D000"), good.b(), good.path())));
        assertRefused(Problem.Refused.class, "G000000 and G003003 have no common border",
                () -> planning.apply(plan, new Command.Reshape(good.a(), id("G003003"), good.path())));
        assertRefused(Problem.NotFound.class, "There is no plan 4711.", () -> planning.apply(4711, good));
        assertEquals(List.of(), planning.commands(plan));
        planning.delete(plan);
        assertRefused(Problem.NotFound.class, "There is no plan " + plan + ".", () -> planning.get(plan));
    }

    @Test
    void manyAtOnceOnOnePlanLeaveItWhole() throws Exception {
        long plan = planning.create("crowd").id();
        List<Callable<Boolean>> strokes = new ArrayList<>();
        for (int row = 0; row < 4; row++) {
            for (int column = 0; column < 3; column++) {
                Command c = bulge("G00%d00%d".formatted(row, column), "G00%d00%d".formatted(row, column + 1), 0.15);
                strokes.add(() -> tried(() -> planning.apply(plan, c)));
            }
        }
        strokes.add(5, () -> tried(() -> planning.undo(plan)));
        long done = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (Future<Boolean> f : threads.invokeAll(strokes)) {
                done += f.get() ? 1 : 0;
            }
        }
        assertTrue(done > 0);
        assertEquals(done, planning.get(plan).plan().version());
        List<PlanCommand> commands = planning.commands(plan);
        assertEquals(Arrays.toString(IntStream.rangeClosed(1, commands.size()).toArray()),
                commands.stream().map(PlanCommand::position).toList().toString());
        PlanResult whole = planning.get(plan).result();
        assertEquals(another(publisher::current, follower::sync).get(plan).result().grids(), whole.grids());
        if (!whole.grids().isEmpty()) {
            planning.publish(plan);
        }
        assertAnewTheSame();
    }

    private static boolean tried(Callable<?> call) throws Exception {
        try {
            call.call();
            return true;
        } catch (ProblemException e) {
            assertTrue(e.problem() instanceof Problem.Stale || e.problem().detail().endsWith("has no command to undo."),
                    e.getMessage());
            return false;
        }
    }

    /// The atlas shows what it would show after a restart, and the stored polygons are a coverage by themselves.
    private void assertAnewTheSame() {
        Publisher anew = new Publisher();
        store.read(source -> anew.load(source, EnumSet.allOf(Table.class)));
        Snapshot a = publisher.current();
        Snapshot b = anew.current();
        assertEquals(a.revision(), b.revision());
        assertEquals(a.map().faces(), b.map().faces());
        for (long id : a.map().faces()) {
            assertTrue(a.map().face(id).equalsExact(b.map().face(id)));
            assertEquals(a.findGrid(id).orElseThrow().sums(), b.findGrid(id).orElseThrow().sums());
        }
        Geometry[] faces = b.map().faces().stream().map(b.map()::face).toArray(Geometry[]::new);
        assertTrue(CoverageValidator.isValid(faces));
        assertEquals(List.of(), b.map().findings());
    }

    private Command bulge(String a, String b, double height) {
        return bulge(a, b, 0.25, 0.75, height);
    }

    /// A path from one place of the common border to another, given as shares of its points, that swings into `b` by a share of
    /// the border's length.
    private Command bulge(String a, String b, double from, double to, double height) {
        long idA = id(a);
        long idB = id(b);
        Edge edge = publisher.current().map().edgesOf(idA).stream().filter(e -> e.across(idA) == idB).findFirst().orElseThrow();
        int n = edge.xs().length - 1;
        int u = (int) Math.round(n * from);
        int v = (int) Math.round(n * to);
        double side = edge.left() == idB ? 1 : -1;
        double dx = (edge.xs()[n] - edge.xs()[0]) * height * side;
        double dy = (edge.ys()[n] - edge.ys()[0]) * height * side;
        return new Command.Reshape(idA, idB, FixedPoint.FIXED.createLineString(new Coordinate[] {
            new CoordinateXY(edge.xs()[u], edge.ys()[u]),
            new CoordinateXY(Math.rint(edge.xs()[u] - dy), Math.rint(edge.ys()[u] + dx)),
            new CoordinateXY(Math.rint(edge.xs()[v] - dy), Math.rint(edge.ys()[v] + dx)),
            new CoordinateXY(edge.xs()[v], edge.ys()[v])
        }));
    }

    private long id(String code) {
        return publisher.current().findGrid(code).orElseThrow().grid().id();
    }

    private Sums live(String code) {
        return publisher.current().findGrid(code).orElseThrow().sums();
    }

    private static Sums before(PlanResult result, String code) {
        return result.grids().stream().filter(g -> g.code().equals(code)).findFirst().orElseThrow().before();
    }

    private static Sums after(PlanResult result, String code) {
        return result.grids().stream().filter(g -> g.code().equals(code)).findFirst().orElseThrow().after();
    }

    private static double areaOf(PlanResult result) {
        return result.strips().stream().mapToDouble(s -> s.area().getArea()).sum();
    }

    private static void assertRefused(Class<? extends Problem> kind, String begin, Callable<?> call) {
        ProblemException e = assertThrows(ProblemException.class, call::call);
        assertInstanceOf(kind, e.problem(), e.getMessage());
        assertTrue(e.problem().detail().startsWith(begin), e.problem().detail());
    }
}
