package org.wangge.city;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.wangge.model.Layer;

/// Writes the branch and its grids, with the persons in charge and the targets.
final class GridFiles {

    /// New subscribers in a year, as six grids of an operator had them.
    private static final int[] TARGETS = {850, 1000, 1050, 1150, 1600, 1820};
    private static final List<String> COLUMNS = List.of(
            "code", "name", "branch", "parent", "level", "kind", "person", "person_code", "phone", "role", "contract",
            "target_new_subscribers", "target_renewal_rate");

    private GridFiles() {}

    static void write(Path dir, GridTree tree) throws IOException {
        try (FeatureFile branches = new FeatureFile(dir.resolve("branches.geojson"), Layer.BRANCHES.columns())) {
            branches.add(tree.outline, GridTree.BRANCH, "澜湾分公司");
        }
        try (FeatureFile grids = new FeatureFile(dir.resolve("grids.geojson"), COLUMNS)) {
            int leaf = 0;
            int person = 0;
            for (GridTree.Node n : tree.nodes) {
                boolean isLeaf = n.area() != null;
                boolean vacant = isLeaf && (leaf == 7 || leaf == 22);
                person += vacant ? 0 : 1;
                long dice = Noise.hash(person, 601) >>> 8;
                grids.add(
                        n.area(),
                        n.code(),
                        n.name(),
                        GridTree.BRANCH,
                        n.parent(),
                        n.level(),
                        n.kind(),
                        vacant ? null : Names.person(person),
                        vacant ? null : "M" + Labels.padded(person, 9999),
                        vacant ? null : "100" + Labels.padded(10_000_000 + dice % 90_000_000, 99_999_999),
                        vacant ? null : isLeaf ? "customer_manager" : "grid_manager",
                        vacant ? null : !isLeaf || dice % 3 > 0 ? "employee" : "contractor",
                        isLeaf ? target(n) : null,
                        isLeaf ? renewal(n) : null);
                leaf += isLeaf ? 1 : 0;
            }
        }
    }

    /// The more homes are still to be won, the higher the target.
    private static int target(GridTree.Node n) {
        int open = n.households() - n.subscribers();
        int step = Math.clamp((open - 1500) / 600, 0, TARGETS.length - 1);
        return TARGETS[step];
    }

    /// 0.80 to 0.95, the higher the stronger the operator already is.
    private static Double renewal(GridTree.Node n) {
        double p = n.households() == 0 ? 0 : (double) n.subscribers() / n.households();
        return Math.rint(100 * Math.clamp(0.78 + 0.3 * p, 0.80, 0.95)) / 100;
    }
}
