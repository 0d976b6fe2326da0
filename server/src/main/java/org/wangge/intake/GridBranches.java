package org.wangge.intake;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.wangge.geo.FixedPoint;
import org.wangge.geo.Reach;
import org.wangge.model.Branch;

/// Finds the branch of every tree of grids.
///
/// The `branch` column decides where the file has one, and a branch that is not there is made. Else a grid that is stored
/// keeps its own. Else it is the branch whose outline holds the grid; else the only branch there is, when it has no outline
/// and its grids are not far away; else one is made with the name of the file.
final class GridBranches {

    private final Map<String, Branch> byCode = new LinkedHashMap<>();
    private final Map<Long, Branch> byId = new HashMap<>();
    private final Map<Long, Envelope> extents = new HashMap<>();
    private final Map<String, Branch> made = new LinkedHashMap<>();
    private final Map<String, Integer> reasons = new LinkedHashMap<>();
    private final String fallback;
    private final GridTree tree;
    private final Tally tally;

    /// `fallback` is the code and name of the branch that is made when there is none.
    GridBranches(List<Branch> stored, GridTree tree, String fallback, Tally tally) {
        this.fallback = fallback;
        this.tree = tree;
        this.tally = tally;
        for (Branch b : stored) {
            byCode.put(b.code(), b);
            byId.put(b.id(), b);
        }
        for (GridNode n : tree.nodes()) {
            if (n.stored != null && n.stored.geometry() != null) {
                extents.computeIfAbsent(n.stored.branch(), k -> new Envelope())
                        .expandToInclude(FixedPoint.fixed(n.stored.geometry()).getEnvelopeInternal());
            }
        }
    }

    /// Rejects rows whose branch is not that of their tree; `field` is the file's name of the column.
    void rejectStrays(String field) {
        Map<GridNode, Optional<String>> ofTree = new HashMap<>();
        for (GridNode n : tree.drafted()) {
            GridNode root = n.root();
            String branch = ofTree.computeIfAbsent(root, r -> Optional.ofNullable(explicit(r))).orElse(null);
            if (branch != null && n.draft.branch() != null && !n.draft.branch().equals(branch)) {
                tree.reject(n, field, n.draft.branch(), "is not the branch of " + root.title() + " above it, which is " + branch);
            }
        }
    }

    /// Sets [GridNode#branch] throughout.
    void resolve() {
        reasons.clear();
        for (GridNode root : roots()) {
            spread(root, branchOf(root));
        }
    }

    /// Rejects leaves of the file that lie far from all other land of their branch; true when there were any, and all must be
    /// settled anew.
    boolean rejectFar(String field) {
        Map<String, List<GridNode>> byBranch = new LinkedHashMap<>();
        tree.nodes().stream().filter(n -> n.isLeaf() && n.outline != null)
                .forEach(n -> byBranch.computeIfAbsent(n.branch, b -> new ArrayList<>()).add(n));
        boolean rejected = false;
        for (Map.Entry<String, List<GridNode>> branch : byBranch.entrySet()) {
            Envelope land = new Envelope();
            List<GridNode> open = new ArrayList<>(branch.getValue());
            Branch stored = byCode.get(branch.getKey());
            if (stored.outline() != null) {
                land.expandToInclude(FixedPoint.fixed(stored.outline()).getEnvelopeInternal());
            }
            open.stream().filter(n -> n.draft == null).forEach(n -> land.expandToInclude(n.outline.getEnvelopeInternal()));
            open.removeIf(n -> n.draft == null);
            if (land.isNull()) {
                // the one in the middle is no stray
                open.sort(Comparator.comparingDouble(n -> n.outline.getEnvelopeInternal().centre().x));
                land.expandToInclude(open.get(open.size() / 2).outline.getEnvelopeInternal());
            }
            boolean grown = true;
            while (grown) {
                grown = open.removeIf(n -> {
                    boolean near = Reach.tooFar(n.outline.getEnvelopeInternal(), land) == null;
                    if (near) {
                        land.expandToInclude(n.outline.getEnvelopeInternal());
                    }
                    return near;
                });
            }
            for (GridNode n : open) {
                tree.reject(n, field, "", "grid " + n.code + " " + Reach.tooFar(n.outline.getEnvelopeInternal(), land));
                rejected = true;
            }
        }
        return rejected;
    }

    /// Says what was decided without being told.
    void note() {
        made().forEach(b -> tally.note("Branch " + b.code() + " was made; its area is the union of its grids."));
        reasons.forEach((reason, count) -> tally.note(reason.formatted(Text.count(count, "tree of grids was",
                "trees of grids were"))));
    }

    /// Branches that must be written before the grids.
    List<Branch> made() {
        Set<String> used = tree.nodes().stream().map(n -> n.branch).collect(Collectors.toSet());
        return made.values().stream().filter(b -> used.contains(b.code())).toList();
    }

    private List<GridNode> roots() {
        return tree.nodes().stream().filter(n -> n.parent == null).toList();
    }

    private static void spread(GridNode node, String branch) {
        node.branch = branch;
        node.children.forEach(c -> spread(c, branch));
    }

    private String branchOf(GridNode root) {
        String explicit = explicit(root);
        if (explicit != null) {
            if (!byCode.containsKey(explicit)) {
                make(explicit);
            }
            return explicit;
        }
        if (root.stored != null) {
            return byId.get(root.stored.branch()).code();
        }
        Geometry place = place(root);
        String near = place == null ? null : branchAround(place);
        if (near != null) {
            return near;
        }
        if (!byCode.containsKey(fallback)) {
            make(fallback);
        }
        return fallback;
    }

    /// The branch that a place belongs to by where it lies, null when there is none.
    private String branchAround(Geometry place) {
        Coordinate inside = place.getInteriorPoint().getCoordinate();
        for (Branch b : byId.values()) {
            if (b.outline() != null && b.outline().contains(FixedPoint.lonLat(FixedPoint.FIXED.createPoint(inside)))) {
                reasons.merge("%s put into branch " + b.code() + ", whose outline holds them.", 1, Integer::sum);
                return b.code();
            }
        }
        if (byId.size() == 1) {
            Branch only = byId.values().iterator().next();
            if (only.outline() == null && isNear(extents.get(only.id()), place.getEnvelopeInternal())) {
                reasons.merge("%s put into branch " + only.code() + ", the only one there is.", 1, Integer::sum);
                return only.code();
            }
        }
        return null;
    }

    private void make(String code) {
        Branch branch = new Branch(0, code, code, null);
        made.put(code, branch);
        byCode.put(code, branch);
    }

    /// The branch that a row of the tree names, that of the uppermost first; null when none does.
    private static String explicit(GridNode node) {
        if (node.draft != null && node.draft.branch() != null) {
            return node.draft.branch();
        }
        return node.children.stream().map(GridBranches::explicit).filter(Objects::nonNull).findFirst().orElse(null);
    }

    private static Geometry place(GridNode node) {
        if (node.outline != null) {
            return node.outline;
        }
        return node.children.stream().map(GridBranches::place).filter(Objects::nonNull).findFirst().orElse(null);
    }

    /// Whether the land lies within the branch's extent, grown by its own size on every side; a branch without land is near
    /// to all.
    private static boolean isNear(Envelope branch, Envelope land) {
        if (branch == null) {
            return true;
        }
        Envelope grown = new Envelope(branch);
        grown.expandBy(branch.getWidth(), branch.getHeight());
        return grown.intersects(land);
    }
}
