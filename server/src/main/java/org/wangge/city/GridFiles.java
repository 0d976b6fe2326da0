package org.wangge.city;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.wangge.model.Assignment;

/// Writes the branch and its grids, with the persons in charge, the targets and the cards.
final class GridFiles {

    /// New subscribers in a year, as six grids of an operator had them.
    private static final int[] TARGETS = {850, 1000, 1050, 1150, 1600, 1820};
    private static final List<String> COLUMNS = List.of(
            "code", "name", "branch", "parent", "level", "kind", "person", "person_code", "phone", "role", "contract",
            "target_new_subscribers", "target_renewal_rate", "yellow_cards");
    /// Of the leaves with the lowest penetration, how many of a hundred have two cards, and how many have one at least.
    private static final int TWO_CARDS_PERCENT = 2;
    private static final int CARD_PERCENT = 10;

    private GridFiles() {}

    static void write(Path dir, GridTree tree) throws IOException {
        try (FeatureFile branches = new FeatureFile(dir.resolve("branches.geojson"), List.of("code", "name"))) {
            branches.add(tree.outline, GridTree.BRANCH, "澜湾分公司");
        }
        try (FeatureFile grids = new FeatureFile(dir.resolve("grids.geojson"), COLUMNS)) {
            Map<String, Integer> cards = cards(tree);
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
                        vacant ? null : isLeaf ? Assignment.CUSTOMER_MANAGER : Assignment.GRID_MANAGER,
                        vacant ? null : !isLeaf || dice % 3 > 0 ? "employee" : "contractor",
                        isLeaf ? target(n) : null,
                        isLeaf ? renewal(n) : null,
                        cards.get(n.code()));
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

    /// The yellow cards of each leaf, by code.
    private static Map<String, Integer> cards(GridTree tree) {
        List<GridTree.Node> weakestFirst = tree.nodes.stream()
                .filter(n -> n.area() != null)
                .sorted(Comparator.comparingDouble(GridFiles::penetration).thenComparing(GridTree.Node::code))
                .toList();
        Map<String, Integer> cards = new HashMap<>();
        for (GridTree.Node n : weakestFirst) {
            int percent = 100 * cards.size() / weakestFirst.size();
            cards.put(n.code(), percent < TWO_CARDS_PERCENT ? 2 : percent < CARD_PERCENT ? 1 : 0);
        }
        return cards;
    }

    private static double penetration(GridTree.Node n) {
        return n.households() == 0 ? 0 : (double) n.subscribers() / n.households();
    }

    /// 0.80 to 0.95, the higher the stronger the operator already is.
    private static Double renewal(GridTree.Node n) {
        return Math.rint(100 * Math.clamp(0.78 + 0.3 * penetration(n), 0.80, 0.95)) / 100;
    }
}
