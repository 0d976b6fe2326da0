package org.wangge.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.wangge.store.StoreSamples.building;

import java.sql.SQLException;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.wangge.model.Plan;
import org.wangge.model.Row;
import org.wangge.model.Table;
import org.wangge.problem.Problem;
import org.wangge.problem.ProblemException;

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
