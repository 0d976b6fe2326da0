package org.wangge.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.wangge.store.StoreSamples.building;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.wangge.model.Account;
import org.wangge.model.Plan;
import org.wangge.model.PlanEvent;
import org.wangge.problem.Problem;
import org.wangge.problem.ProblemException;
import org.wangge.testing.Await;
import org.wangge.testing.TestDatabases;

@Tag("postgis")
class PostgisRealFaultsTest extends RealFaultsContract {

    @Override
    protected TestDatabases.Database provide() throws Exception {
        return TestDatabases.postgis();
    }

    @Override
    String where() {
        return database.url();
    }

    /// The server ends what a client has left when it next hears nothing from it.
    @Override
    void assertNothingIsLeftOfTheLoad() {
        Await.until("temporary tables to go", Duration.ofSeconds(60), () -> {
            try {
                return text("select count(*) from pg_class where relpersistence = 't' and relkind = 'r'").equals("0");
            } catch (SQLException e) {
                throw new AssertionError(e);
            }
        });
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

    /// The driver says the whole statement, with its values.
    @Test
    void aRefusalRepeatsNeitherTheRowNorTheStatement() throws SQLException {
        sql("alter table accounts add constraint never check (name <> 'never')");
        Problem refused = assertThrows(ProblemException.class, () -> store.accounts().add(
                new Account(0, 0, "never", null, "the hash", null, false, false, WHEN, List.of()))).problem();
        assertEquals("The database refused a row: new row for relation \"accounts\" violates check constraint \"never\".",
                refused.detail());
        sql("alter table accounts drop constraint never",
                "create function full_disk() returns trigger language plpgsql as $$ begin raise disk_full using message = "
                        + "'could not extend file'; end $$",
                "create trigger full_disk before update on revisions for each row execute function full_disk()");
        Plan plan = store.createPlan("p", 0, PLANNER);
        for (PlanEvent.Kind kind : List.of(PlanEvent.Kind.SUBMITTED, PlanEvent.Kind.APPROVED)) {
            plan = store.movePlan(plan.version(), Set.of(plan.status()), new PlanEvent(plan.id(), kind, WHEN, PLANNER, null));
        }
        Publication publication = new Publication(plan.id(), plan.version(), 0, Set.of(), List.of(), List.of(), Map.of(),
                List.of(), List.of(), List.of(), new byte[1 << 20], PLANNER, PLANNER);
        Problem full = assertThrows(ProblemException.class, () -> store.publish(publication)).problem();
        assertTrue(full.detail().endsWith(" has no disk space left: could not extend file."), full.detail());
        assertEquals(List.of(), store.listRevisions());
        sql("drop trigger full_disk on revisions", "drop function full_disk()");
        assertTrue(store.publish(publication).isPresent());
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
