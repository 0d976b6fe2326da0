package org.wangge.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.wangge.store.StoreSamples.building;

import java.io.BufferedReader;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.wangge.model.Plan;
import org.wangge.model.Row;
import org.wangge.model.Table;
import org.wangge.problem.Problem;
import org.wangge.problem.ProblemException;
import org.wangge.testing.Jvm;

/// Real faults of a real database, not such as a test makes up: the answer is the truth, and the next write is a transaction
/// again.
abstract class RealFaultsContract extends StoreFixture {

    /// Lets each new plan break a rule that the database checks at commit; and no longer.
    abstract void breakAtCommit(boolean broken) throws SQLException;

    @Test
    void whatFailsAtCommitIsNotStored() throws SQLException {
        breakAtCommit(true);
        Problem refused = assertThrows(ProblemException.class, () -> store.createPlan("refused", 0, PLANNER)).problem();
        assertEquals(Problem.BadInput.class, refused.getClass(), refused.detail());
        Problem whole = assertThrows(ProblemException.class, () -> store.inTransaction(() -> {
            load(building("refused", 1));
            return store.createPlan("refused too", 0, PLANNER);
        })).problem();
        assertEquals(Problem.BadInput.class, whole.getClass(), whole.detail());
        breakAtCommit(false);
        assertEquals(Set.of(), plans());
        assertWhole();
    }

    @Test
    void aFailureThatIsCaughtInsideIsNotAnsweredAsDone() {
        Plan plan = store.createPlan("there", 0, PLANNER);
        assertThrows(IllegalStateException.class, () -> store.inTransaction(() -> {
            store.renamePlan(plan.id(), plan.version(), "renamed", PLANNER);
            assertThrows(ProblemException.class, () -> store.deletePlan(4711, 0));
            return null;
        }));
        assertThrows(IllegalStateException.class, () -> store.inTransaction(() -> {
            assertThrows(StackOverflowError.class, () -> store.inTransaction(() -> {
                store.renamePlan(plan.id(), plan.version(), "renamed", PLANNER);
                throw new StackOverflowError();
            }));
            return store.createPlan("on and on", 0, PLANNER);
        }));
        assertEquals(Set.of("there"), plans());
        store.deletePlan(plan.id(), plan.version());
        assertWhole();
    }

    static final int MANY = 20_000;

    /// How another process is told where the store is.
    abstract String where();

    abstract void assertNothingIsLeftOfTheLoad() throws SQLException;

    @Test
    void aLoadThatIsKilledWhileItTakesRowsInLeavesNothingAndTheNextIsComplete() throws Exception {
        load(building("before", 1));
        killed("taken 9000");
        assertEquals(Set.of("before"), store.codes(Table.BUILDINGS).keySet());
        assertNothingIsLeftOfTheLoad();
        assertEquals(MANY, load(buildings(MANY)).inserted());
        assertEquals(MANY + 1, store.codes(Table.BUILDINGS).size());
    }

    @Test
    void aLoadThatIsKilledWhenAllRowsAreTakenInIsWholeOrNotThere() throws Exception {
        load(building("before", 1));
        killed("taken " + MANY);
        assertNothingIsLeftOfTheLoad();
        int stored = store.codes(Table.BUILDINGS).size();
        assertTrue(stored == 1 || stored == MANY + 1, stored + " buildings");
        assertEquals(MANY, store.load(Table.BUILDINGS, Set.of(), List.of(buildings(MANY)).iterator(), n -> {}).inserted()
                + stored - 1);
    }

    private void killed(String when) throws Exception {
        Process process = loading("", MANY);
        try (BufferedReader lines = process.inputReader()) {
            String line = lines.readLine();
            while (line != null && !line.equals(when)) {
                line = lines.readLine();
            }
            assertEquals(when, line);
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    /// A process of its own that loads so many buildings, begun after some shell commands.
    Process loading(String before, int buildings) throws Exception {
        List<String> words = new ArrayList<>(List.of("bash", "-c", before + "exec \"$0\" \"$@\""));
        words.addAll(Jvm.command(LoadingProcess.class, where(), String.valueOf(buildings)));
        return new ProcessBuilder(words)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /// The store takes writes, and takes them back when they fail.
    void assertWhole() {
        Set<String> before = plans();
        assertThrows(IllegalArgumentException.class, () -> store.inTransaction(() -> {
            store.createPlan("half", 0, PLANNER);
            load(building("half", 1));
            throw new IllegalArgumentException("the other half");
        }));
        assertEquals(before, plans());
        assertEquals(Set.of(), store.codes(Table.BUILDINGS).keySet());
        store.createPlan("next", 0, PLANNER);
        load(building("next", 1));
        assertEquals(1, plans().size() - before.size());
        assertEquals(Set.of("next"), store.codes(Table.BUILDINGS).keySet());
    }

    Set<String> plans() {
        return store.listPlans(Set.of(Plan.Status.values()), Long.MAX_VALUE, 100).stream().map(p -> p.plan().name())
                .collect(Collectors.toSet());
    }

    static Row[] buildings(int n) {
        return IntStream.range(0, n).<Row>mapToObj(i -> building("b" + i, 1)).toArray(Row[]::new);
    }
}
