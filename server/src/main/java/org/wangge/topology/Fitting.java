package org.wangge.topology;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.operation.valid.IsValidOp;
import org.locationtech.jts.operation.valid.TopologyValidationError;
import org.wangge.geo.FixedPoint;
import org.wangge.topology.PlanarMap.Finding;

/// Finds what land the grids have, where some of them were given other polygons than before. The outcome follows from the
/// polygons alone, and not from the order in which they came:
///
/// Everything begins as it was given. In round 0 those polygons are contested that aren't valid by themselves, in each later one
/// those that conflict with another as both stand by then. All that are contested are mended together, each time from what was
/// given for them, and whoever has become contested stays so; until nothing conflicts.
///
/// What one round makes of a grid depends on its neighbours only. So when the rounds of all grids are known from before, only
/// those have to be gone through again that may end up another way: the changed ones and their neighbours, and the neighbours of
/// any that turn out to become contested in another round than before. For one thread and one use.
final class Fitting {

    private final PlanarMap old;
    /// The changed grids with what was given for them, made tidy; null: nothing that could be an area.
    private final Map<Long, Geometry> given = new TreeMap<>();
    private final List<Finding> unusable = new ArrayList<>();

    /// Ids of the grids of which anything may be another than before. Whatever else is found is found for these.
    private Set<Long> affected = new TreeSet<>();
    /// The affected and all that may touch them.
    private Set<Long> region = new TreeSet<>();
    /// The round in which each became contested, for the region and for those around it that are.
    private final Map<Long, Integer> rounds = new HashMap<>();
    private final Set<Long> leftOut = new HashSet<>();
    private final List<Finding> found = new ArrayList<>();
    private Map<Long, Geometry> mended = Map.of();

    /// `old` is a map with its cracks open.
    Fitting(PlanarMap old, Map<Long, Geometry> changed) {
        this.old = old;
        new TreeMap<>(changed).forEach(this::take);
        Set<Long> differing = new TreeSet<>(given.keySet());
        do {
            affected = new TreeSet<>(differing);
            affected.addAll(contestedNear(differing));
            region = new TreeSet<>(affected);
            region.addAll(near(affected));
            settle();
        } while (differing.addAll(withAnotherRound()));
    }

    private void take(long id, Geometry polygon) {
        String why = polygon == null ? null : Areal.whyNot(polygon);
        Geometry tidy = polygon == null || why != null ? null : Areal.tidy(polygon);
        if (polygon != null && tidy == null) {
            unusable.add(new Finding("empty", List.of(id), "Grid " + id + " "
                    + (why == null ? "has an area without width" : why) + ".", null));
        }
        given.put(id, tidy);
    }

    /// The affected grids as they come out, without edges; null where nothing was given that could be an area.
    Map<Long, Face> fitted() {
        Map<Long, Face> fitted = new TreeMap<>();
        for (long id : affected) {
            Geometry source = source(id);
            fitted.put(id, source == null ? null : new Face(id, source, area(id), rounds.get(id), List.of()));
        }
        return fitted;
    }

    /// What is to be said of the affected grids.
    List<Finding> findings() {
        List<Finding> all = new ArrayList<>(unusable);
        found.stream().filter(f -> f.grids().stream().anyMatch(affected::contains)).forEach(all::add);
        return all;
    }

    /// The polygon that was given for a grid, now or before; null when there is none.
    private Geometry source(long id) {
        Face claim = given.containsKey(id) ? null : old.claim(id);
        return claim == null ? given.get(id) : claim.source();
    }

    /// The land of a grid as things stand; null when it has none.
    private Geometry area(long id) {
        return leftOut.contains(id) ? null : mended.containsKey(id) ? mended.get(id) : source(id);
    }

    private Set<Long> withAnotherRound() {
        Set<Long> ids = new TreeSet<>();
        rounds.forEach((id, round) -> {
            Face was = old.claim(id);
            if (round != (was == null ? Face.FITS : was.round())) {
                ids.add(id);
            }
        });
        return ids;
    }

    private void settle() {
        Set<Long> judged = new TreeSet<>(region);
        judged.addAll(contestedNear(region));
        Set<Long> around = new TreeSet<>(judged);
        around.addAll(contestedNear(judged));
        rounds.clear();
        leftOut.clear();
        found.clear();
        for (long id : around) {
            rounds.put(id, region.contains(id) ? firstRound(id) : old.claim(id).round());
        }
        mended = Map.of();
        Mending mending = null;
        List<Edge> outside = outside(judged);
        for (int round = 1; ; round++) {
            mending = mend(mending, contestedBefore(round));
            Map<Long, Geometry> now = new TreeMap<>();
            for (long id : judged) {
                if (area(id) != null) {
                    now.put(id, area(id));
                }
            }
            Set<Long> bad = new Coverage(now, outside).conflicts();
            if (!contest(bad, round)) {
                if (bad.isEmpty()) {
                    break;
                }
                leaveOut(bad);
            }
        }
        if (mending != null) {
            found.addAll(mending.findings);
        }
    }

    private int firstRound(long id) {
        if (!given.containsKey(id) && old.claim(id).round() != 0) {
            return Face.FITS;
        }
        Geometry polygon = source(id);
        TopologyValidationError error = polygon == null ? null : new IsValidOp(polygon).getValidationError();
        if (error == null) {
            return Face.FITS;
        }
        Coordinate at = error.getCoordinate();
        found.add(new Finding("invalid", List.of(id),
                "The area of grid " + id + " is not valid: " + error.getMessage() + " at "
                        + FixedPoint.degrees(at.x) + " " + FixedPoint.degrees(at.y) + ". It was mended.",
                FixedPoint.FIXED.createPoint(at)));
        return 0;
    }

    /// Those that became contested before this round, with what was given for them.
    private Map<Long, Geometry> contestedBefore(int round) {
        Map<Long, Geometry> contested = new TreeMap<>();
        rounds.forEach((id, its) -> {
            if (its < round) {
                contested.put(id, source(id));
            }
        });
        return contested;
    }

    private Mending mend(Mending last, Map<Long, Geometry> contested) {
        if (contested.size() == mended.size()) {
            return last;
        }
        Mending mending = new Mending(contested);
        mended = mending.mended;
        return mending;
    }

    /// False when nobody becomes contested in this round or later.
    private boolean contest(Set<Long> bad, int round) {
        for (long id : bad) {
            rounds.merge(id, round, Math::min);
        }
        return rounds.values().stream().anyMatch(r -> r >= round && r != Face.FITS);
    }

    /// What was mended together fits together, but for what the arithmetic of the mending can't do. The rest must be shown.
    private void leaveOut(Set<Long> bad) {
        for (long id : bad) {
            leftOut.add(id);
            found.add(new Finding("covered", List.of(id),
                    "The area of grid " + id + " can't be brought to fit its neighbours; it was left out.", null));
        }
    }

    /// Borders between those that are judged and others, which are as they always were.
    private List<Edge> outside(Set<Long> judged) {
        List<Edge> outside = new ArrayList<>();
        for (long id : judged) {
            if (old.contains(id) && !given.containsKey(id)) {
                for (Edge e : old.edgesOf(id)) {
                    long other = e.across(id);
                    if (other != 0 && !judged.contains(other) && !old.faceOf(other).isContested()) {
                        outside.add(e);
                    }
                }
            }
        }
        return outside;
    }

    /// Ids of grids that were contested before and lie near these.
    private Set<Long> contestedNear(Collection<Long> ids) {
        Set<Long> near = new TreeSet<>();
        if (old.contestedFaces() > 0) {
            near.addAll(near(ids));
            near.removeIf(id -> !old.claim(id).isContested());
        }
        return near;
    }

    /// Ids of the grids whose polygons, or what came of them, may touch those of these grids or be bent by the same point.
    private Set<Long> near(Collection<Long> ids) {
        Set<Envelope> boxes = new HashSet<>();
        for (long id : ids) {
            addBoxes(given.get(id), boxes);
            Face was = old.claim(id);
            if (was != null) {
                addBoxes(was.source(), boxes);
                addBoxes(was.area(), boxes);
            }
        }
        Set<Long> near = new TreeSet<>();
        boxes.forEach(box -> old.claimsMeeting(box).forEach(f -> near.add(f.id())));
        return near;
    }

    /// The boxes of the parts, which may lie far apart; with the margin of one unit that rounding needs.
    private static void addBoxes(Geometry area, Set<Envelope> boxes) {
        for (int i = 0; area != null && i < area.getNumGeometries(); i++) {
            Envelope box = new Envelope(area.getGeometryN(i).getEnvelopeInternal());
            box.expandBy(1);
            boxes.add(box);
        }
    }
}
