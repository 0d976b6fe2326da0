package org.wangge.api;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.util.Set;
import org.wangge.access.Action;
import org.wangge.access.Caller;
import org.wangge.api.wire.Parameters;
import org.wangge.intake.IncomingFile;

/// One path of the API: its method, pattern, who may use it, as what a use is noted in the audit trail (null: it changes nothing,
/// or what it calls notes it), the query parameters it knows (null: any, they are the browser's own), and what answers it; a
/// `versioned` one changes a plan and must name the version that it starts from; `receiver` (null: the body is small and kept in
/// memory) is where a body goes that is a file. A route without a rule, or a change without its word, does not compile.
record Endpoint(HandlerType method, String path, Rule rule, Action action, boolean versioned, Set<String> parameters,
        Receiver receiver, CallerHandler handler) {

    private Endpoint(HandlerType method, String path, Rule rule, Action action, boolean versioned, Set<String> parameters,
            CallerHandler handler) {
        this(method, path, rule, action, versioned, parameters, null, handler);
    }

    /// Must every good answer of this route have left a line in the audit trail?
    boolean leavesLine() {
        return action != null;
    }

    /// Answers everybody alike whom the rule lets in.
    interface Handler {
        void handle(Context ctx, Parameters parameters) throws Exception;
    }

    /// Finds room for a body that may be large, or refuses it.
    interface Receiver {
        IncomingFile receive(Context ctx, Parameters parameters, Caller caller);
    }

    /// Answers according to who is asking.
    interface CallerHandler {
        void handle(Context ctx, Parameters parameters, Caller caller) throws Exception;
    }

    static Endpoint get(String path, Rule rule, Handler handler, String... parameters) {
        return get(path, rule, forAll(handler), parameters);
    }

    static Endpoint get(String path, Rule rule, CallerHandler handler, String... parameters) {
        return new Endpoint(HandlerType.GET, path, rule, null, false, Set.of(parameters), handler);
    }

    /// A page for browsers, which may add what they like to the address.
    static Endpoint page(String path, Rule rule, Handler handler) {
        return new Endpoint(HandlerType.GET, path, rule, null, false, null, forAll(handler));
    }

    static Endpoint post(String path, Rule rule, Action action, Handler handler) {
        return post(path, rule, action, forAll(handler));
    }

    static Endpoint post(String path, Rule rule, Action action, CallerHandler handler) {
        return new Endpoint(HandlerType.POST, path, rule, action, false, Set.of(), handler);
    }

    /// A change of which the handler, or what it calls, notes what it was itself.
    static Endpoint own(HandlerType method, String path, Rule rule, CallerHandler handler) {
        return new Endpoint(method, path, rule, null, false, Set.of(), handler);
    }

    /// Something that is said again and again and changes nothing that lasts: no word in the audit trail.
    static Endpoint tell(HandlerType method, String path, Rule rule, CallerHandler handler) {
        return new Endpoint(method, path, rule, null, false, Set.of(), handler);
    }

    /// A question whose words need a body; nothing is changed.
    static Endpoint ask(String path, Rule rule, CallerHandler handler) {
        return new Endpoint(HandlerType.POST, path, rule, null, false, Set.of(), handler);
    }

    /// A file that somebody sends: `receiver` says where it goes before any of it is read.
    static Endpoint receive(String path, Rule rule, Action action, Receiver receiver, CallerHandler handler,
            String... parameters) {
        return new Endpoint(HandlerType.POST, path, rule, action, false, Set.of(parameters), receiver, handler);
    }

    static Endpoint patch(String path, Rule rule, Action action, CallerHandler handler) {
        return new Endpoint(HandlerType.PATCH, path, rule, action, false, Set.of(), handler);
    }

    static Endpoint delete(String path, Rule rule, Action action, CallerHandler handler) {
        return new Endpoint(HandlerType.DELETE, path, rule, action, false, Set.of(), handler);
    }

    /// The same, of a plan in the version that `If-Match` names.
    Endpoint ofVersion() {
        return new Endpoint(method, path, rule, action, true, parameters, receiver, handler);
    }

    Parameters parameters(Context ctx) {
        return parameters == null ? Parameters.none() : Parameters.parse(ctx.queryString(), parameters);
    }

    private static CallerHandler forAll(Handler handler) {
        return (ctx, parameters, _) -> handler.handle(ctx, parameters);
    }
}
