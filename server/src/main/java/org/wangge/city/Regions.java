package org.wangge.city;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;
import org.locationtech.jts.geom.Coordinate;

/// Joins neighbouring pieces into a wanted number of regions of about the same weight: again and again the lightest region
/// joins the neighbour it has the longest common border with, rather not across a main road and rather not a heavy one.
/// A region is always connected, unless a piece has no neighbour but one that was named as a last resort.
final class Regions {

    private final double[] weight;
    private final List<TreeMap<Integer, Double>> borders = new ArrayList<>();
    private final int[] owner;

    /// `weights` of the pieces.
    Regions(double[] weights) {
        weight = weights.clone();
        owner = new int[weights.length];
        for (int i = 0; i < weights.length; i++) {
            owner[i] = i;
            borders.add(new TreeMap<>());
        }
    }

    /// Pieces a and b have this much of a border, in metres that count less the more the border divides.
    void border(int a, int b, double length) {
        if (a != b) {
            borders.get(a).merge(b, length, Double::sum);
            borders.get(b).merge(a, length, Double::sum);
        }
    }

    /// Neighbours with at least this much of a border.
    List<Integer> longBorders(int a, double length) {
        return borders.get(a).entrySet().stream().filter(e -> e.getValue() >= length).map(Map.Entry::getKey).toList();
    }

    /// For each connected part but the one of most pieces: one of its pieces and the nearest piece outside it.
    List<int[]> islandsWithNearest(Coordinate[] places) {
        List<List<Integer>> parts = parts();
        parts.sort(Comparator.comparingInt(p -> -p.size()));
        List<int[]> pairs = new ArrayList<>();
        for (List<Integer> part : parts.subList(Math.min(1, parts.size()), parts.size())) {
            boolean[] own = new boolean[places.length];
            part.forEach(i -> own[i] = true);
            int[] best = null;
            double nearest = Double.MAX_VALUE;
            // a sample is enough for a last resort, and a river parts a big city in two big halves
            for (int k = 0; k < part.size(); k += 1 + part.size() / 150) {
                int i = part.get(k);
                for (int j = 0; j < places.length; j++) {
                    double d = own[j] ? Double.MAX_VALUE : places[i].distance(places[j]);
                    if (d < nearest) {
                        nearest = d;
                        best = new int[] {i, j};
                    }
                }
            }
            pairs.add(best);
        }
        return pairs;
    }

    private List<List<Integer>> parts() {
        List<List<Integer>> parts = new ArrayList<>();
        boolean[] seen = new boolean[owner.length];
        for (int start = 0; start < owner.length; start++) {
            if (seen[start]) {
                continue;
            }
            List<Integer> part = new ArrayList<>(List.of(start));
            seen[start] = true;
            for (int k = 0; k < part.size(); k++) {
                for (int next : borders.get(part.get(k)).keySet()) {
                    if (!seen[next]) {
                        seen[next] = true;
                        part.add(next);
                    }
                }
            }
            parts.add(part);
        }
        return parts;
    }

    /// Region of each piece, numbered from 0 in the order of their first pieces.
    int[] join(int wanted) {
        double total = 0;
        for (double w : weight) {
            total += w;
        }
        double target = total / wanted;
        record Turn(int region, double weight) {}
        PriorityQueue<Turn> lightest =
                new PriorityQueue<>(Comparator.comparingDouble(Turn::weight).thenComparingInt(Turn::region));
        for (int i = 0; i < weight.length; i++) {
            lightest.add(new Turn(i, weight[i]));
        }
        int regions = weight.length;
        while (regions > wanted && !lightest.isEmpty()) {
            Turn turn = lightest.poll();
            int a = turn.region();
            if (owner[a] != a || turn.weight() != weight[a] || borders.get(a).isEmpty()) {
                continue;
            }
            int b = bestNeighbour(a, target);
            absorb(b, a);
            lightest.add(new Turn(b, weight[b]));
            regions--;
        }
        return numbered();
    }

    private int bestNeighbour(int a, double target) {
        int best = -1;
        double bestScore = -1;
        for (Map.Entry<Integer, Double> e : borders.get(a).entrySet()) {
            double together = (weight[a] + weight[e.getKey()]) / target;
            double score = e.getValue() / (together <= 0.9 ? 1 : StrictMath.pow(together / 0.9, 3));
            if (score > bestScore) {
                bestScore = score;
                best = e.getKey();
            }
        }
        return best;
    }

    private void absorb(int into, int gone) {
        owner[gone] = into;
        weight[into] += weight[gone];
        borders.get(into).remove(gone);
        for (Map.Entry<Integer, Double> e : borders.get(gone).entrySet()) {
            int other = e.getKey();
            if (other != into) {
                borders.get(other).remove(gone);
                borders.get(other).merge(into, e.getValue(), Double::sum);
                borders.get(into).merge(other, e.getValue(), Double::sum);
            }
        }
        borders.get(gone).clear();
    }

    private int[] numbered() {
        int[] region = new int[owner.length];
        Map<Integer, Integer> numbers = new TreeMap<>();
        for (int i = 0; i < owner.length; i++) {
            int root = i;
            while (owner[root] != root) {
                root = owner[root];
            }
            region[i] = numbers.computeIfAbsent(root, r -> numbers.size());
        }
        return region;
    }
}
