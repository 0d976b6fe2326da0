package org.wangge.api;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.wangge.access.Action;
import org.wangge.access.Audit;
import org.wangge.access.Caller;
import org.wangge.api.wire.Parameters;
import org.wangge.jobs.Backups;
import org.wangge.model.Actor;
import org.wangge.model.Job;
import org.wangge.model.Role;
import org.wangge.problem.Problem;

/// Backups of the whole store, for admins of everything: password hashes are in them.
final class BackupHandler {

    private final Backups backups;
    private final Audit audit;

    BackupHandler(Backups backups, Audit audit) {
        this.backups = backups;
        this.audit = audit;
    }

    /// 202 with the job; its result names the file; 403, 503 when too many jobs wait.
    void create(Context ctx, Parameters parameters, Caller caller) {
        requireEverywhere(caller);
        Job job = backups.start(new Actor(caller.account(), caller.name()),
                started -> Trail.of(ctx).note("job " + started.id(), Map.of()));
        ctx.status(202);
        JobHandler.send(ctx, JobJson.whole(job));
    }

    /// 200: the file that this job made, as it is read from the disk; 403, 404 when it is not there (yet, or any more).
    void file(Context ctx, Parameters parameters, Caller caller) throws IOException {
        requireEverywhere(caller);
        long id = PathParameters.id(ctx);
        Path file = backups.find(id).orElseThrow(() -> new Problem.NotFound(
                "There is no backup " + id + " on this server's disk.",
                "It is there when its job is done; the last " + Backups.KEPT + " are kept.").asException());
        ctx.contentType("application/geopackage+sqlite3")
                .header("Content-Disposition", "attachment; filename=\"" + file.getFileName() + "\"")
                .header("Content-Length", String.valueOf(Files.size(file)));
        if (ctx.method() == HandlerType.HEAD) {
            return;
        }
        audit.add(caller, Action.BACKUP_READ, "job " + id, Map.of("file", file.getFileName().toString()));
        // Whoever reads slowly holds up no thread that answers others.
        CompletableFuture<Void> sent = new CompletableFuture<>();
        ctx.future(() -> sent);
        Thread.ofVirtual().name("backup").start(() -> {
            try {
                Files.copy(file, ctx.res().getOutputStream());
                sent.complete(null);
            } catch (IOException e) {
                sent.completeExceptionally(new UncheckedIOException(e));
            } catch (RuntimeException | Error e) {
                sent.completeExceptionally(e);
            }
        });
    }

    private static void requireEverywhere(Caller caller) {
        if (!caller.mayEverywhere(Role.ADMIN)) {
            throw new Problem.Forbidden(
                            "'" + caller.name() + "' does not administer everywhere, and a backup is of everything.",
                            "Ask an admin of everything.",
                            Map.of("reason", "role_missing", "roles", List.of(Role.ADMIN.key())))
                    .asException();
        }
    }
}
