package org.wangge.planning;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.operation.overlayng.OverlayNG;
import org.wangge.problem.Problem;
import org.wangge.topology.Areal;
import org.wangge.topology.Patch;

/// What a command did when it was given, as text that is kept beside it: the land that it moved, from whom to whom, or the values
/// that it replaced. A command that does the same on other borders has met nobody else's change. Pure functions.
final class Effect {

    private static final Pattern STRIP = Pattern.compile("(\\d{1,18})>(\\d{1,18}):(.*)");
    private static final String PARENT = "parent of ";

    private Effect() {}

    static String of(Patch patch) {
        StringBuilder text = new StringBuilder();
        patch.strips().stream().sorted(Comparator.comparingLong(Patch.Strip::from).thenComparingLong(Patch.Strip::to))
                .forEach(s ->
                text.append(s.from()).append('>').append(s.to()).append(':')
                        .append(Wkb.write(s.area().norm())).append('\n'));
        return text.toString();
    }

    /// `parentsBefore`: what the grids that it puts below others stood below.
    static String of(Patch patch, Map<Long, Long> parentsBefore) {
        StringBuilder text = new StringBuilder(of(patch));
        new TreeMap<>(parentsBefore).forEach((id, parent) ->
                text.append(PARENT).append(id).append(": ").append(parent).append('\n'));
        return text.toString();
    }

    static String of(Map<String, Object> valuesBefore) {
        return "values " + new TreeMap<>(valuesBefore);
    }

    /// True for a command that changed values instead of land.
    static boolean isOfValues(String effect) {
        return effect.startsWith("values ");
    }

    /// The land that a command moved. `BadInput` problem when another program has changed that text.
    static List<Patch.Strip> strips(String effect) {
        List<Patch.Strip> strips = new ArrayList<>();
        for (String line : isOfValues(effect) ? List.<String>of() : effect.lines().filter(l -> !l.startsWith(PARENT)).toList()) {
            Matcher strip = STRIP.matcher(line);
            if (!strip.matches()) {
                throw new Problem.BadInput("What it did when it was given can't be read.",
                        "Undo the command, and draw it again.").asException();
            }
            strips.add(new Patch.Strip(Long.parseLong(strip.group(1)), Long.parseLong(strip.group(2)), Wkb.read(strip.group(3))));
        }
        return strips;
    }

    /// True when both moved the same land alike, up to what comes of rounding, or replaced the same values.
    static boolean same(String one, String other) {
        if (one.equals(other)) {
            return true;
        }
        if (isOfValues(one) || isOfValues(other)) {
            return false;
        }
        Map<String, Geometry> left = byPair(one);
        Map<String, Geometry> right = byPair(other);
        return parents(one).equals(parents(other)) && left.keySet().equals(right.keySet())
                && left.keySet().stream()
                .allMatch(k -> Remains.overlay(left.get(k), right.get(k), OverlayNG.SYMDIFFERENCE) == null);
    }

    private static List<String> parents(String effect) {
        return effect.lines().filter(l -> l.startsWith(PARENT)).toList();
    }

    private static Map<String, Geometry> byPair(String effect) {
        Map<String, Geometry> pairs = new TreeMap<>();
        for (Patch.Strip s : strips(effect)) {
            pairs.merge(s.from() + ">" + s.to(), s.area(), Areal::union);
        }
        return pairs;
    }
}
