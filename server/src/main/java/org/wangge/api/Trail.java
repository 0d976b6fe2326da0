package org.wangge.api;

import io.javalin.http.Context;
import java.util.Map;
import org.wangge.access.Audit;
import org.wangge.access.Caller;

/// What a change through the API leaves in the audit trail: one line, under the word of its route. Whoever makes the change has
/// the line written in the change's own transaction, so that neither stands without the other. For one request.
final class Trail {

    private static final String TRAIL = "trail";

    private final Endpoint route;
    private final Caller caller;
    private final Audit audit;
    private boolean left;

    private Trail(Endpoint route, Caller caller, Audit audit) {
        this.route = route;
        this.caller = caller;
        this.audit = audit;
    }

    /// Before a route's handler runs.
    static void begin(Endpoint route, Context ctx, Caller caller, Audit audit) {
        ctx.attribute(TRAIL, new Trail(route, caller, audit));
    }

    static Trail of(Context ctx) {
        return ctx.attribute(TRAIL);
    }

    /// Writes the line, as a part of the transaction that is under way on this thread. Never a password or token.
    void note(String subject, Map<String, ?> detail) {
        if (route.leavesLine()) {
            audit.add(caller, route.action(), subject, detail);
            left = true;
        }
    }

    /// After the route has answered well. `IllegalStateException` when it has changed something and left no line.
    void end() {
        if (route.leavesLine() && !left) {
            throw new IllegalStateException(route.method() + " " + route.path() + " left no line in the audit trail");
        }
    }
}
