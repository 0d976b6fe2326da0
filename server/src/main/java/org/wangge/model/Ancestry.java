package org.wangge.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// What stands above what among grids, where the parents that are named may make loops or chains without end. A grid on a
/// loop, or more than [#MAX_LEVELS] deep, has no usable parent and stands at the top; so whatever walks up or down is soon
/// done.
///
/// Takes time in proportion to the grids, whatever they name. Immutable, for any number of threads.
public final class Ancestry<T> {

    /// More levels than any operator has (branch, district, street, community, grid, and some to spare).
    public static final int MAX_LEVELS = 32;
    /// A longer line is cut short in the middle when it is told.
    private static final int MAX_NAMED = 12;

    private final Map<T, T> parents = new HashMap<>();
    private final Map<T, Integer> levels = new HashMap<>();
    private final List<List<T>> loops = new ArrayList<>();
    private final Set<T> looped = new HashSet<>();
    private final Set<T> tooDeep = new LinkedHashSet<>();

    private Ancestry() {}

    /// `parentOf` answers null for none, or for one that is not among `all`.
    public static <T> Ancestry<T> of(Collection<T> all, UnaryOperator<T> parentOf) {
        Ancestry<T> made = new Ancestry<>();
        all.forEach(start -> made.place(start, parentOf));
        return made;
    }

    private void place(T start, UnaryOperator<T> parentOf) {
        Map<T, T> path = new LinkedHashMap<>();
        T at = start;
        while (at != null && !levels.containsKey(at) && !path.containsKey(at)) {
            T above = parentOf.apply(at);
            path.put(at, above);
            at = above;
        }
        List<T> upwards = new ArrayList<>(path.keySet());
        if (at != null && path.containsKey(at)) {
            List<T> loop = upwards.subList(upwards.indexOf(at), upwards.size());
            loops.add(List.copyOf(loop.reversed()));
            looped.addAll(loop);
            loop.forEach(member -> levels.put(member, 1));
            loop.clear();
        }
        for (T each : upwards.reversed()) {
            T above = path.get(each);
            int level = above == null ? 1 : levels.get(above) + 1;
            if (level > MAX_LEVELS) {
                tooDeep.add(each);
                level = 1;
            } else if (above != null) {
                parents.put(each, above);
            }
            levels.put(each, level);
        }
    }

    /// Null at the top.
    public T parent(T each) {
        return parents.get(each);
    }

    /// 1 at the top.
    public int level(T each) {
        return levels.get(each);
    }

    /// Those that stand below themselves, each loop once, from above downwards; the last stands above the first.
    public List<List<T>> loops() {
        return loops;
    }

    public boolean isOnLoop(T each) {
        return looped.contains(each);
    }

    /// Those whose parent stands on the lowest level that there may be.
    public Set<T> tooDeep() {
        return tooDeep;
    }

    /// `A › B › C › A`: a loop in words, from above downwards, its first member again at its end.
    public static String inWords(List<String> loop) {
        List<String> whole = Stream.concat(loop.stream(), loop.stream().limit(1)).toList();
        if (whole.size() <= MAX_NAMED) {
            return String.join(" › ", whole);
        }
        int end = MAX_NAMED / 2;
        return String.join(" › ", whole.subList(0, end)) + " › … (" + (whole.size() - 2 * end) + " more) › "
                + String.join(" › ", whole.subList(whole.size() - end, whole.size()));
    }
}
