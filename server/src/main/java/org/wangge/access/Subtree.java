package org.wangge.access;

import java.util.Optional;
import org.wangge.atlas.Snapshot;
import org.wangge.atlas.Snapshot.GridNode;
import org.wangge.model.Scope;

/// Which scope lies in which, by the tree of grids that a snapshot has.
final class Subtree {

    private Subtree() {}

    /// True when all of `inner` lies in `outer`.
    static boolean contains(Scope outer, Scope inner, Snapshot snapshot) {
        if (outer.equals(inner) && exists(inner, snapshot)) {
            return true;
        }
        return switch (outer) {
            case Scope.Everywhere _ -> true;
            case Scope.OfBranch b -> inner instanceof Scope.OfGrid g && liesInBranch(g.grid(), b.branch(), snapshot);
            case Scope.OfGrid top -> inner instanceof Scope.OfGrid g && liesBelow(g.grid(), top.grid(), snapshot);
        };
    }

    /// True when what the scope names is there.
    static boolean exists(Scope scope, Snapshot snapshot) {
        return switch (scope) {
            case Scope.Everywhere _ -> true;
            case Scope.OfBranch b -> snapshot.branches().stream().anyMatch(n -> n.branch().id() == b.branch());
            case Scope.OfGrid g -> snapshot.findGrid(g.grid()).isPresent();
        };
    }

    private static boolean liesInBranch(long grid, long branch, Snapshot snapshot) {
        return snapshot.findGrid(grid).filter(n -> n.grid().branch() == branch).isPresent();
    }

    private static boolean liesBelow(long grid, long top, Snapshot snapshot) {
        Optional<GridNode> node = snapshot.findGrid(grid);
        while (node.isPresent()) {
            if (node.get().grid().id() == top) {
                return true;
            }
            node = Optional.ofNullable(node.get().parent()).flatMap(snapshot::findGrid);
        }
        return false;
    }
}
