package org.wangge.api;

import io.javalin.http.Context;
import java.util.Map;
import org.wangge.api.wire.Numbers;
import org.wangge.geo.TileId;
import org.wangge.problem.Problem;

/// The variable parts of a path, read strictly.
final class PathParameters {

    private PathParameters() {}

    static long id(Context ctx) {
        String text = ctx.pathParam("id");
        return Numbers.whole(text).orElseThrow(() -> new Problem.BadInput(
                        "The id in the path is '" + text + "'.", "It must be a whole number.",
                        Map.of("parameter", "id", "value", text))
                .asException());
    }

    static TileId tile(Context ctx) {
        try {
            return new TileId(number(ctx, "z"), number(ctx, "x"), number(ctx, "y"));
        } catch (IllegalArgumentException e) {
            throw new Problem.BadInput(
                            "There is no tile " + ctx.pathParam("z") + "/" + ctx.pathParam("x") + "/" + ctx.pathParam("y") + ": "
                                    + e.getMessage() + ".",
                            "At zoom z (0.." + TileId.MAX_ZOOM + "), x and y go from 0 to 2^z - 1.")
                    .asException();
        }
    }

    private static int number(Context ctx, String name) {
        String text = ctx.pathParam(name);
        return Numbers.integer(text).orElseThrow(() -> new IllegalArgumentException(name + " is '" + text
                + "', not a whole number"));
    }
}
