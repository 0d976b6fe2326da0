package org.wangge.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.wangge.model.Job;
import org.wangge.problem.Problem;
import org.wangge.problem.ProblemException;
import org.wangge.store.Store;
import org.wangge.testing.TestDatabases;

class GeoPackageJobsTest extends JobsContract {

    @Override
    TestDatabases.Database provide() {
        return TestDatabases.geoPackage(folder);
    }

    @Override
    List<String> endless() {
        return List.of("create table n (i integer)",
                "insert into n with recursive c(i) as (select 1 union all select i + 1 from c where i < 20000) select i from c",
                "create trigger endless before insert on branches begin"
                        + " select count(*) from n a, n b, n c where a.i + b.i + c.i < 0; end");
    }

    @Override
    List<String> locks() {
        return Stream.of(folder.toFile().list()).filter(f -> f.endsWith(".lock")).toList();
    }

    @Test
    void whatAnotherProgramDoesIsSeenAndCanOnlyBeStoppedThere() {
        try (Store second = database.open(); Jobs other = new Jobs(second)) {
            Job job = start(Job.Kind.BACKUP, task -> {
                while (true) {
                    task.at(1, 2);
                }
            });
            Job seen = await(other, job.id(), j -> j.state() == Job.State.RUNNING);
            assertEquals(WHO, seen.by());
            Problem refused = assertThrows(ProblemException.class, () -> other.cancel(job.id())).problem();
            assertEquals(Problem.Conflict.class, refused.getClass());
            jobs.cancel(job.id());
            assertEquals(Job.State.CANCELLED, await(other, job.id(), j -> j.state().hasEnded()).state());
            assertEquals(Map.of(), refused.extra().containsKey("state") ? Map.of() : refused.extra());
        }
    }
}
