package org.wangge.api;

import io.javalin.http.Context;
import java.util.Map;
import org.wangge.access.Audit;
import org.wangge.access.Caller;

/// What a change through the API leaves in the audit trail.
final class Trail {

    private record Note(String subject, Map<String, ?> detail) {}

    private static final String NOTE = "trail";

    private Trail() {}

    /// Says more of what the request changes than its path does. Never a password or token.
    static void note(Context ctx, String subject, Map<String, ?> detail) {
        ctx.attribute(NOTE, new Note(subject, detail));
    }

    /// After a route has answered well: adds its line, if it is one that changes something.
    static void leave(Endpoint route, Context ctx, Caller caller, Audit audit) {
        if (route.action() == null || route.action().equals(Endpoint.ITSELF)) {
            return;
        }
        Note note = ctx.attribute(NOTE);
        audit.add(caller, route.action(), note == null ? subject(route, ctx) : note.subject(), note == null ? Map.of() : note.detail());
    }

    /// `/api/plans/{id}/undo` is about `plan 12`.
    private static String subject(Endpoint route, Context ctx) {
        String[] parts = route.path().split("/");
        return parts.length > 3 && parts[3].equals("{id}") ? parts[2].replaceFirst("s$", "") + " " + ctx.pathParam("id") : ctx.path();
    }
}
