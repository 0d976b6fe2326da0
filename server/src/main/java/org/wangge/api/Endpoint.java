package org.wangge.api;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.util.Set;
import org.wangge.api.wire.Parameters;

/// One path of the API: its method, pattern, the query parameters it knows (null: any, they are the browser's own), and what
/// answers it.
record Endpoint(HandlerType method, String path, Set<String> parameters, Handler handler) {

    interface Handler {
        void handle(Context ctx, Parameters parameters) throws Exception;
    }

    static Endpoint get(String path, Handler handler, String... parameters) {
        return new Endpoint(HandlerType.GET, path, Set.of(parameters), handler);
    }

    static Endpoint page(String path, Handler handler) {
        return new Endpoint(HandlerType.GET, path, null, handler);
    }

    static Endpoint post(String path, Handler handler) {
        return new Endpoint(HandlerType.POST, path, Set.of(), handler);
    }

    static Endpoint delete(String path, Handler handler) {
        return new Endpoint(HandlerType.DELETE, path, Set.of(), handler);
    }

    Parameters parameters(Context ctx) {
        return new Parameters(ctx.queryParamMap(), parameters == null ? ctx.queryParamMap().keySet() : parameters);
    }
}
