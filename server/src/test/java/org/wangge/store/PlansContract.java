package org.wangge.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.wangge.store.StoreSamples.geometry;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.locationtech.jts.geom.Geometry;
import org.wangge.model.Actor;
import org.wangge.model.Grid;
import org.wangge.model.HistoryPlace;
import org.wangge.model.Lineage;
import org.wangge.model.Plan;
import org.wangge.model.PlanCommand;
import org.wangge.model.PlanComment;
import org.wangge.model.PlanEvent.Kind;
import org.wangge.model.PlanEvent;
import org.wangge.model.PlanSummary;
import org.wangge.model.Revision;
import org.wangge.model.Table;
import org.wangge.problem.Problem;
import org.wangge.problem.ProblemException;

/// What every store promises about plans and revisions; run on both databases.
abstract class PlansContract extends StoreFixture {

    private static final Actor APPROVER = new Actor(2, "approver");

    @Test
    void aPlanKeepsItsCommandsAndDropsUndoneOnesWhenAnotherTakesTheirPlace() {
        Plan plan = store.createPlan("  spring  ", 0, PLANNER);
        assertEquals("spring", plan.name());
        assertEquals(Plan.Status.DRAFT, plan.status());
        assertEquals(Optional.of(plan), store.findPlan(plan.id()));
        plan = store.appendCommand(plan.id(), plan.version(), command("{\"n\":1}"));
        plan = store.appendCommand(plan.id(), plan.version(), command("{\"n\":2}"));
        plan = store.markCommand(plan.id(), plan.version(), 2, true, new Actor(3, "marker"));
        assertEquals(
                List.of(kept(plan, 1, "{\"n\":1}", false), kept(plan, 2, "{\"n\":2}", true)), store.listCommands(plan.id()));
        plan = store.markCommand(plan.id(), plan.version(), 2, false, new Actor(3, "marker"));
        assertFalse(store.listCommands(plan.id()).get(1).undone(), "redone");
        plan = store.markCommand(plan.id(), plan.version(), 2, true, new Actor(3, "marker"));
        plan = store.appendCommand(plan.id(), plan.version(), command("{\"n\":3}"));
        assertEquals(
                List.of(kept(plan, 1, "{\"n\":1}", false), kept(plan, 2, "{\"n\":3}", false)), store.listCommands(plan.id()));
        assertEquals(6, plan.version());
        assertEquals(List.of(new PlanSummary(plan, 2, 0)), list());

        store.deletePlan(plan.id(), plan.version());
        assertEquals(List.of(), list());
        assertEquals(List.of(), store.listCommands(plan.id()));
    }

    private List<PlanSummary> list() {
        return store.listPlans(EnumSet.allOf(Plan.Status.class), Long.MAX_VALUE, 100);
    }

    @Test
    void plansAreListedInPagesByStatusWithWhatTheyHold() {
        List<Plan> plans = IntStream.range(0, 7).mapToObj(i -> store.createPlan("p" + i, 0, PLANNER)).toList();
        for (int i = 0; i < 3; i++) {
            store.appendCommand(plans.get(2).id(), i, command("{}"));
        }
        store.markCommand(plans.get(2).id(), 3, 3, true, new Actor(3, "marker"));
        store.addComment(plans.get(2).id(), null, PLANNER, "why?");
        store.movePlan(0, Set.of(Plan.Status.DRAFT), event(plans.get(4), Kind.SUBMITTED, PLANNER, null));
        assertEquals(List.of("p6", "p5", "p4"), names(store.listPlans(EnumSet.allOf(Plan.Status.class), Long.MAX_VALUE, 3)));
        List<PlanSummary> drafts = store.listPlans(Set.of(Plan.Status.DRAFT), plans.get(5).id(), 3);
        assertEquals(List.of("p3", "p2", "p1"), names(drafts));
        assertEquals(new PlanSummary(store.findPlan(plans.get(2).id()).orElseThrow(), 2, 1), drafts.get(1));
        assertEquals("marker", drafts.get(1).plan().changedBy().name());
        assertEquals(List.of("p4"),
                names(store.listPlans(Set.of(Plan.Status.SUBMITTED, Plan.Status.APPROVED), Long.MAX_VALUE, 3)));
    }

    private static List<String> names(List<PlanSummary> plans) {
        return plans.stream().map(p -> p.plan().name()).toList();
    }

    @Test
    void aPlanThatSomebodyElseChangedIsStaleAndNamesBothVersions() {
        Plan plan = store.createPlan("p", 0, PLANNER);
        Plan changed = store.appendCommand(plan.id(), 0, command("{}"));
        ProblemException e = assertThrows(ProblemException.class, () -> store.appendCommand(plan.id(), 0, command("{}")));
        assertEquals(new Problem.Stale("Plan " + plan.id() + " has version 1, not 0: somebody else changed it.",
                "Read the plan again and repeat.",
                Map.of("expected_version", 0, "actual_version", 1, "changed_at", changed.updatedAt(),
                "changed_by", Map.of("id", PLANNER.id(), "name", PLANNER.name()))), e.problem());
        assertInstanceOf(Problem.Stale.class,
                assertThrows(ProblemException.class, () -> store.markCommand(plan.id(), 0, 1, true, new Actor(3, "marker")))
                .problem());
        assertInstanceOf(Problem.NotFound.class,
                assertThrows(ProblemException.class, () -> store.markCommand(plan.id(), 1, 7, true, new Actor(3, "marker")))
                .problem());
        assertInstanceOf(Problem.NotFound.class, assertThrows(ProblemException.class, () -> store.deletePlan(-1, 0)).problem());
        assertInstanceOf(Problem.BadInput.class, assertThrows(ProblemException.class, () -> store.createPlan(" ", 0, PLANNER))
                .problem());
        assertInstanceOf(Problem.BadInput.class,
                assertThrows(ProblemException.class, () -> store.createPlan("x".repeat(501), 0, PLANNER)).problem());
        assertInstanceOf(Problem.NotFound.class, assertThrows(ProblemException.class, () -> store.createPlan("p", 99, PLANNER))
                .problem());
    }

    @Test
    void ofTwoWhoChangeAPlanAtOnceExactlyOneSucceeds() {
        Plan plan = store.createPlan("p", 0, PLANNER);
        List<Object> outcomes = java.util.Collections.synchronizedList(new ArrayList<>());
        List<Thread> threads = IntStream.range(0, 6).mapToObj(i -> Thread.ofPlatform().start(() -> {
            try {
                outcomes.add(store.appendCommand(plan.id(), 0, command("{}")));
            } catch (ProblemException e) {
                outcomes.add(e.problem());
            }
        })).toList();
        threads.forEach(StoreFixture::join);
        assertEquals(1, outcomes.stream().filter(Plan.class::isInstance).count(), outcomes.toString());
        assertEquals(5, outcomes.stream().filter(Problem.Stale.class::isInstance).count(), outcomes.toString());
        assertEquals(1, store.listCommands(plan.id()).size());
    }

    @Test
    void aPlanGoesFromHandToHandAndKeepsWhatWasSaid() {
        Plan plan = store.createPlan("p", 0, PLANNER);
        plan = store.movePlan(plan.version(), Set.of(Plan.Status.DRAFT), event(plan, Kind.SUBMITTED, PLANNER, "please"));
        assertEquals(Plan.Status.SUBMITTED, plan.status());
        Plan submitted = plan;
        ProblemException e = assertThrows(ProblemException.class, () ->
                store.appendCommand(submitted.id(), submitted.version(), command("{}")));
        assertEquals("Plan " + plan.id() + " is submitted; it can't be changed.", e.problem().detail());
        assertInstanceOf(Problem.Stale.class, assertThrows(ProblemException.class, () ->
                store.movePlan(0, Set.of(Plan.Status.SUBMITTED), event(submitted, Kind.APPROVED, APPROVER, null))).problem());
        ProblemException twice = assertThrows(ProblemException.class, () -> store.movePlan(
                submitted.version(), Set.of(Plan.Status.DRAFT, Plan.Status.RETURNED),
                event(submitted, Kind.SUBMITTED, PLANNER, null)));
        assertEquals("Plan " + plan.id() + " is submitted. Only a plan that is draft or returned can be submitted.",
                twice.problem().detail() + " " + twice.problem().remedy());
        plan = store.movePlan(plan.version(), Set.of(Plan.Status.SUBMITTED), event(plan, Kind.RETURNED, APPROVER, "too big"));
        assertEquals(Plan.Status.RETURNED, plan.status());
        store.appendCommand(plan.id(), plan.version(), command("{}"));
        assertEquals(List.of(Kind.CREATED, Kind.SUBMITTED, Kind.RETURNED),
                store.listEvents(plan.id()).stream().map(PlanEvent::kind).toList());
        assertEquals("too big", store.listEvents(plan.id()).getLast().note());
        assertEquals(APPROVER, store.listEvents(plan.id()).getLast().actor());

        PlanComment comment = store.addComment(plan.id(), 7L, APPROVER, " look here ");
        assertEquals("look here", comment.note());
        assertEquals(List.of(comment), store.listComments(plan.id()));
        assertInstanceOf(Problem.BadInput.class, assertThrows(ProblemException.class, () ->
                store.addComment(submitted.id(), null, APPROVER, " ")).problem());
        assertInstanceOf(Problem.NotFound.class, assertThrows(ProblemException.class, () ->
                store.addComment(4711, null, APPROVER, "?")).problem());
    }

    @Test
    void publishingWritesGridsAndLineageAndEveryStateCanBeReadAgain() {
        Grid west = grid("west", "POLYGON ((0 0, 1 0, 1 1, 0 1, 0 0))");
        Grid east = grid("east", "POLYGON ((1 0, 2 0, 2 1, 1 1, 1 0))");
        HistoryPlace begin = store.historyPlace(Instant.now()).orElseThrow();
        Plan plan = approved("move the border");
        long made = store.reserveGridIds(2).getFirst();
        assertTrue(made > east.id(), "ids grow");
        // A node on a straight line makes no other shape, but the map of borders needs it.
        Grid wider = west.withGeometry(geometry("POLYGON ((0 0, 0.5 0, 1 0, 1 1, 0 1, 0 0))"));
        Grid third = new Grid(made, 0, "third", "Third", west.branch(), null, null, null, null, 1,
                geometry("POLYGON ((1 0, 2 0, 2 1, 1 1, 1 0))"));
        Lineage line = new Lineage("merge", east.id(), "east", made, "third");
        Actor publisher = new Actor(3, "publisher");
        Revision revision = store.publish(new Publication(plan.id(), plan.version(), 0, Set.of(), List.of(wider), List.of(third),
                Map.of(east.id(), east.version()), List.of(), List.of(), List.of(line), new byte[] {1, 2}, publisher, APPROVER))
                .orElseThrow();

        assertEquals("move the border", revision.name());
        assertEquals(plan.id(), revision.plan());
        assertEquals(PLANNER, revision.author(), "who drew it");
        assertEquals(APPROVER, revision.approver());
        assertEquals(publisher, revision.publisher());
        assertEquals(List.of(revision), store.listRevisions());
        assertEquals(revision, store.findRevision(revision.id()).orElseThrow());
        assertEquals(List.of(line), store.listLineage(revision.id()));
        assertEquals(2, store.revisionFigures(revision.id()).orElseThrow().length);
        Grid after = (Grid) store.find(Table.GRIDS, west.id()).orElseThrow();
        assertEquals(1, after.version());
        assertEquals(6, after.geometry().getNumPoints());
        assertEquals(Optional.of(third), store.find(Table.GRIDS, made));
        assertEquals(Optional.empty(), store.find(Table.GRIDS, east.id()));
        assertEquals(Plan.Status.PUBLISHED, store.findPlan(plan.id()).orElseThrow().status());
        store.read(source -> assertEquals(revision.id(), source.revision()));

        assertEquals(List.of(west, east), store.gridsAt(begin));
        assertEquals(List.of(west, east), store.gridsAt(revision.before()));
        assertEquals(List.of(after, third), store.gridsAt(revision.after()));
        assertEquals(Optional.of(west), store.gridAt(west.id(), 0));
        assertEquals(Optional.of(after), store.gridAt(west.id(), 1));

        Plan published = store.findPlan(plan.id()).orElseThrow();
        assertInstanceOf(Problem.Conflict.class, assertThrows(ProblemException.class, () -> store.publish(
                nothing(published, revision.id()))).problem());
        assertInstanceOf(Problem.Refused.class,
                assertThrows(ProblemException.class, () -> store.deletePlan(plan.id(), published.version())).problem());
    }

    @Test
    void onlyAnApprovedPlanIsPublishedAndOnlyOnTheLatestRevision() {
        Plan draft = store.createPlan("draft", 0, PLANNER);
        assertEquals("Plan " + draft.id() + " is draft.",
                assertThrows(ProblemException.class, () -> store.publish(nothing(draft, 0))).problem().detail());
        Plan one = approved("one");
        long revision = store.publish(nothing(one, 0)).orElseThrow().id();
        Plan other = approved("other");
        assertEquals(Optional.empty(), store.publish(nothing(other, 0)));
        assertEquals(Plan.Status.APPROVED, store.findPlan(other.id()).orElseThrow().status());
        assertTrue(store.publish(nothing(other, revision)).isPresent());
    }

    @Test
    void publishingOverSomebodyElsesChangeNamesEachGridAndChangesNothing() throws SQLException {
        Grid west = grid("west", "POLYGON ((0 0, 1 0, 1 1, 0 1, 0 0))");
        Grid east = grid("east", "POLYGON ((1 0, 2 0, 2 1, 1 1, 1 0))");
        Plan plan = approved("p");
        sql("update grids set name = 'by psql' where code = 'east'");
        Geometry area = geometry("POLYGON ((0 0, 5 0, 5 1, 0 1, 0 0))");
        Publication publication = new Publication(plan.id(), plan.version(), 0, Set.of(),
                List.of(west.withGeometry(area), east.withGeometry(area)),
                List.of(), Map.of(4711L, 3), List.of(), List.of(), List.of(), null, PLANNER, APPROVER);
        ProblemException e = assertThrows(ProblemException.class, () -> store.publish(publication));
        assertEquals(new Problem.Conflict(
                "These grids were changed by somebody else meanwhile: grid 4711 (version 3 expected, now gone),"
                        + " east (version 0 expected, now 1).",
                "Look at the present borders, redo what is still wanted, and publish again.",
                Map.of("grids", List.of(
                        Map.of("id", 4711L, "expected_version", 3),
                        Map.of("id", east.id(), "code", "east", "expected_version", 0, "actual_version", 1)))).extra().size(),
                e.problem().extra().size());
        assertTrue(e.problem().detail().contains("east (version 0 expected, now 1)"), e.problem().detail());
        assertTrue(e.problem().detail().contains("grid 4711 (version 3 expected, now gone)"), e.problem().detail());
        assertEquals(Optional.of(west), store.find(Table.GRIDS, west.id()));
        assertEquals(List.of(), store.listRevisions());
        assertEquals(Optional.of(plan), store.findPlan(plan.id()));
    }

    @Test
    void theHistoryKeepsWhatOtherProgramsDoToo() throws SQLException {
        Grid west = grid("west", "POLYGON ((0 0, 1 0, 1 1, 0 1, 0 0))");
        HistoryPlace before = store.historyPlace(Instant.now()).orElseThrow();
        sql("update grids set name = 'by psql' where code = 'west'");
        HistoryPlace named = store.historyPlace(Instant.now()).orElseThrow();
        sql("delete from grids");
        HistoryPlace gone = store.historyPlace(Instant.now()).orElseThrow();
        assertEquals(List.of(west), store.gridsAt(before));
        assertEquals("by psql", store.gridsAt(named).getFirst().name());
        assertEquals(1, store.gridsAt(named).getFirst().version());
        assertEquals(List.of(), store.gridsAt(gone));
        assertEquals(Optional.empty(), store.historyPlace(Instant.EPOCH));
    }

    private Plan approved(String name) {
        Plan plan = store.createPlan(name, 0, PLANNER);
        plan = store.movePlan(plan.version(), Set.of(Plan.Status.DRAFT), event(plan, Kind.SUBMITTED, PLANNER, null));
        return store.movePlan(plan.version(), Set.of(Plan.Status.SUBMITTED), event(plan, Kind.APPROVED, APPROVER, null));
    }

    private static Publication nothing(Plan plan, long seenRevision) {
        return new Publication(plan.id(), plan.version(), seenRevision, Set.of(), List.of(), List.of(), Map.of(), List.of(),
                List.of(), List.of(), null, PLANNER, APPROVER);
    }

    private static PlanEvent event(Plan plan, Kind kind, Actor actor, String note) {
        return new PlanEvent(plan.id(), kind, Instant.now(), actor, note);
    }

    private static PlanCommand kept(Plan plan, int position, String json, boolean undone) {
        return new PlanCommand(plan.id(), position, json, undone, PLANNER, WHEN, "effect", Map.of(3L, 4, 5L, 6));
    }
}
