package org.wangge.intake;

import java.util.ArrayList;
import java.util.List;
import org.locationtech.jts.geom.Geometry;
import org.wangge.geo.FixedPoint;
import org.wangge.model.Grid;

/// A grid in the tree that an import makes: from the file (`draft`), from the store (`stored`), or both. Lives as long as the
/// import.
final class GridNode {

    final String code;
    /// Null when the file does not have it.
    final GridDraft draft;
    /// Null when it is new.
    final Grid stored;
    /// The area as given, fixed: the file's, else the store's; null when neither has one.
    final Geometry outline;
    final List<GridNode> children = new ArrayList<>();
    GridNode parent;
    /// Whether the parent was worked out from areas alone, which the areas must then bear out.
    boolean isParentInferred;
    /// The code of the branch, once it is known.
    String branch;
    /// The land that a leaf gets, fixed.
    Geometry land;

    GridNode(GridDraft draft, Grid stored) {
        this.code = draft == null ? stored.code() : draft.code();
        this.draft = draft;
        this.stored = stored;
        this.outline = draft != null && draft.area() != null
                ? draft.area()
                : stored == null || stored.geometry() == null ? null : FixedPoint.fixed(stored.geometry());
    }

    boolean isLeaf() {
        return children.isEmpty();
    }

    Integer level() {
        return draft == null ? null : draft.level();
    }

    void putUnder(GridNode newParent) {
        if (parent != null) {
            parent.children.remove(this);
        }
        parent = newParent;
        if (newParent != null) {
            newParent.children.add(this);
        }
    }

    GridNode root() {
        GridNode node = this;
        while (node.parent != null) {
            node = node.parent;
        }
        return node;
    }

    int depth() {
        int depth = 0;
        for (GridNode n = parent; n != null; n = n.parent) {
            depth++;
        }
        return depth;
    }

    /// `grid A12 (row 3)`, or `grid A12` when the store has it.
    String title() {
        return "grid " + code + (draft == null ? "" : " (row " + draft.row() + ")");
    }
}
