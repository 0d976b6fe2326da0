package org.wangge.topology;

import java.util.List;
import java.util.stream.Stream;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.LineString;

/// A change of the borders, as a planner means it. Applied to a [PlanarMap] it yields a [Patch] or a problem. All coordinates are
/// fixed; 0 is nobody, to whom the land outside every leaf grid belongs.
public sealed interface Command {

    /// Ids of the grids that the command names and that must be there; nobody is not among them.
    default List<Long> grids() {
        Stream<Long> named = switch (this) {
            case Reshape c -> Stream.of(c.a(), c.b());
            case MoveNode c -> Stream.empty();
            case Split c -> Stream.of(c.grid());
            case Merge c -> c.grids().stream();
            case Transfer c -> Stream.of(c.to());
            case Create c -> Stream.empty();
            case Delete c -> Stream.of(c.grid(), c.to() == null ? 0L : c.to());
        };
        return named.filter(id -> id != 0).toList();
    }

    /// Replaces the stretch of the border between the leaf grids `a` and `b` from the path's first point to its last by the
    /// path. Both ends must lie on that border; everything between must lie inside the two grids. With 0 for one of them
    /// the grid's border with nobody's land is redrawn: land is taken from nobody, or given up.
    record Reshape(long a, long b, LineString path) implements Command {}

    /// Moves the vertex that is nearest to `node`, at most 30 m from it, to the place `to`, in every ring that has it.
    record MoveNode(Coordinate node, Coordinate to) implements Command {}

    /// Cuts a grid along a line that leads from border to border (ends up to 30 m short of the border are mended, what lies
    /// outside the grid does not count) or is closed. The largest part that comes of it keeps the id, together with parts that
    /// the line does not cut; the others get the first of `ids`, the largest first, then from west to east. `ids` may be longer
    /// than needed; the patch tells which were used, [PlanarMap#parts] how many are needed.
    record Split(long grid, LineString line, List<Long> ids) implements Command {
        public Split {
            ids = List.copyOf(ids);
        }
    }

    /// Gives the land of all `grids` to one of them. Where they do not touch, the result has several parts.
    record Merge(List<Long> grids, long into) implements Command {
        public Merge {
            grids = List.copyOf(grids);
        }
    }

    /// Gives all land inside `area` (Polygon or MultiPolygon) to the grid `to`, nobody's land too; to nobody when `to` is 0. A
    /// grid that loses all its land is gone.
    record Transfer(long to, Geometry area) implements Command {}

    /// Makes a grid of the land inside `area` (Polygon or MultiPolygon): with `carve` of all of it, else only of what belongs to
    /// nobody.
    record Create(long id, Geometry area, boolean carve) implements Command {}

    /// Takes a grid away. Its land goes to the neighbour `to`; to nobody when that is 0; when it is null, each part goes to the
    /// neighbour with which it has the longest border, and to nobody when it has none.
    record Delete(long grid, Long to) implements Command {}
}
