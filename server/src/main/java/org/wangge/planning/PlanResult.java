package org.wangge.planning;

import java.time.Instant;
import java.util.List;
import org.locationtech.jts.geom.Geometry;
import org.wangge.metrics.Sums;
import org.wangge.topology.Patch;

/// What a change of borders does, worked out on the snapshot with this `seq`, of the time `asOf`. `grids` are the leaves whose
/// area or sums change, by code; `strips` the land that changes hands (fixed coordinates; 0 is nobody).
public record PlanResult(long seq, Instant asOf, List<GridResult> grids, List<Patch.Strip> strips, Moved moved) {

    /// A leaf grid with its sums before and after, and its area after: fixed Polygon or MultiPolygon, null when it has none.
    public record GridResult(long id, String code, String name, Sums before, Sums after, Geometry area) {}

    /// The buildings that change hands; households and subscribers are summed where they are known, and counted where they are
    /// not. `items` are the first [#MAX_ITEMS] of them, by id.
    public record Moved(
            int buildings, long households, int householdsUnknown, long subscribers, int subscribersUnknown,
                    List<MovedItem> items) {

        public static final int MAX_ITEMS = 50;

        public Moved {
            items = List.copyOf(items);
        }
    }

    /// A building that goes from one leaf to another; 0 is no leaf. `name` may be null.
    public record MovedItem(long id, String code, String name, long from, long to) {}

    public PlanResult {
        grids = List.copyOf(grids);
        strips = List.copyOf(strips);
    }
}
