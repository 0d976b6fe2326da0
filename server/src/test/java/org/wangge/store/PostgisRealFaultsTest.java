package org.wangge.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.wangge.store.StoreSamples.building;

import java.sql.SQLException;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.wangge.problem.Problem;
import org.wangge.problem.ProblemException;
import org.wangge.testing.TestDatabases;

@Tag("postgis")
class PostgisRealFaultsTest extends RealFaultsContract {

    @Override
    protected TestDatabases.Database provide() throws Exception {
        return TestDatabases.postgis();
    }

    @Override
    void breakAtCommit(boolean broken) throws SQLException {
        if (broken) {
            sql("create table late (plan bigint references plans (id) deferrable initially deferred)",
                    "create function late() returns trigger language plpgsql as $$ begin insert into late values (-1); return "
                            + "new; end $$",
                    "create trigger late after insert on plans for each row execute function late()");
        } else {
            sql("drop trigger late on plans", "drop function late()", "drop table late");
        }
    }

    @Test
    void aConnectionThatIsEndedInTheMiddleLeavesNothing() {
        Problem ended = assertThrows(ProblemException.class, () -> store.inTransaction(() -> {
            load(building("half", 1));
            store.createPlan("half", 0, PLANNER);
            endOthers();
            return store.createPlan("the other half", 0, PLANNER);
        })).problem();
        assertEquals(Problem.Unavailable.class, ended.getClass(), ended.detail());
        assertEquals(Set.of(), plans());
        assertWhole();
    }

    @Test
    void aConnectionThatIsEndedBeforeTheCommitLeavesNothing() {
        Problem ended = assertThrows(ProblemException.class, () -> store.inTransaction(() -> {
            store.createPlan("half", 0, PLANNER);
            endOthers();
            return null;
        })).problem();
        assertEquals(Problem.Unavailable.class, ended.getClass(), ended.detail());
        assertEquals(Set.of(), plans());
        assertWhole();
    }

    private void endOthers() {
        try {
            sql("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> "
                    + "pg_backend_pid()"
                    + " and state like 'idle in transaction%'");
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
