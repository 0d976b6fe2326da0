package org.wangge.api;

import static org.wangge.api.GridHandler.ordered;

import io.javalin.http.Context;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.wangge.access.Action;
import org.wangge.access.Audit;
import org.wangge.access.Caller;
import org.wangge.api.wire.Json;
import org.wangge.api.wire.Parameters;
import org.wangge.jobs.Backups;
import org.wangge.jobs.Jobs;
import org.wangge.model.Job;
import org.wangge.model.Role;

/// Long work: how far it is, and an end to it.
final class JobHandler {

    private static final int DEFAULT_LIMIT = 50;
    private static final int MAX_LIMIT = 500;

    private final Jobs jobs;
    private final Backups backups;
    private final Audit audit;

    JobHandler(Jobs jobs, Backups backups, Audit audit) {
        this.jobs = jobs;
        this.backups = backups;
        this.audit = audit;
    }

    /// 200: the caller's own, newest first; for an admin of everything all.
    void list(Context ctx, Parameters parameters, Caller caller) {
        long before = parameters.identifier("before", Long.MAX_VALUE);
        int limit = parameters.integer("limit", DEFAULT_LIMIT, 1, MAX_LIMIT);
        List<Job> page = !caller.isSignedIn() ? List.of()
                : jobs.page(caller.mayEverywhere(Role.ADMIN) ? null : Long.valueOf(caller.account()), before, limit);
        send(ctx, ordered("jobs", withFiles(page, page.stream().map(JobJson::brief).toList()),
                "next", page.size() < limit ? null : page.getLast().id()));
    }

    /// 200; 404 also for one that is none of the caller's business.
    void one(Context ctx, Parameters parameters, Caller caller) {
        Job job = visible(PathParameters.id(ctx), caller);
        send(ctx, withFiles(List.of(job), List.of(JobJson.whole(job))).getFirst());
    }

    /// Says of each backup whether its file can be fetched here.
    private List<Map<String, Object>> withFiles(List<Job> page, List<Map<String, Object>> json) {
        Set<Long> there = page.stream().anyMatch(job -> job.kind() == Job.Kind.BACKUP) ? backups.jobs() : Set.of();
        for (int i = 0; i < page.size(); i++) {
            if (page.get(i).kind() == Job.Kind.BACKUP) {
                json.get(i).put("file_here", there.contains(page.get(i).id()));
            }
        }
        return json;
    }

    /// 200 when it is cancelled, 202 when it was asked to stop and has not yet; 404, 409 when it has ended or another program
    /// does it.
    void cancel(Context ctx, Parameters parameters, Caller caller) {
        Job before = visible(PathParameters.id(ctx), caller);
        Job job = jobs.cancel(before.id());
        if (!before.cancelling() && before.state() != Job.State.CANCELLED) {
            audit.add(caller, Action.JOB_CANCEL, "job " + job.id(),
                    Map.of("kind", job.kind().key(), "subject", job.subject()));
        }
        ctx.status(job.state() == Job.State.CANCELLED ? 200 : 202);
        send(ctx, JobJson.whole(job));
    }

    private Job visible(long id, Caller caller) {
        return jobs.find(id).filter(job -> JobJson.sees(caller, job)).orElseThrow(() -> Jobs.missing(id));
    }

    static void send(Context ctx, Object value) {
        ctx.contentType("application/json").result(Json.bytes(value));
    }
}
