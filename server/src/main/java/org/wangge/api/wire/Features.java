package org.wangge.api.wire;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import org.locationtech.jts.geom.Geometry;
import org.wangge.atlas.Snapshot.GridNode;
import org.wangge.atlas.Snapshot;
import org.wangge.metrics.Figures;
import org.wangge.metrics.Metric;
import org.wangge.model.Assignment;
import org.wangge.model.BaseFeature;
import org.wangge.model.Branch;
import org.wangge.model.Building;
import org.wangge.model.Count;
import org.wangge.model.Grid;
import org.wangge.model.Person;
import org.wangge.model.Port;
import org.wangge.model.Row;
import org.wangge.model.Sighting;
import org.wangge.model.Table;

/// Rows as GeoJSON features: the id of the database, the columns as properties, what the atlas derives (level, area, leaf,
/// figures) beside them.
public final class Features {

    private Features() {}

    /// The feature of a row as this snapshot sees it; `asOf` ages the sightings in figures.
    public static Map<String, Object> feature(Snapshot snapshot, Row row, LocalDate asOf) {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("code", row.code());
        Geometry geometry = switch (row) {
            case Branch b -> {
                properties.put("name", b.name());
                yield snapshot.branches().stream()
                        .filter(n -> n.branch().id() == b.id())
                        .findFirst()
                        .map(Snapshot.BranchNode::area)
                        .orElse(b.outline());
            }
            case Grid g -> {
                GridNode node = snapshot.findGrid(g.id()).orElseThrow();
                grid(node, Figures.of(node.sums(), asOf), properties);
                yield node.area();
            }
            case Building b -> {
                building(b, properties);
                properties.put("grid", leafCode(snapshot, b));
                yield b.geometry();
            }
            case Port p -> {
                properties.put("kind", p.kind());
                properties.put("technology", p.technology());
                properties.put("building", p.building());
                properties.put("capacity", p.capacity());
                properties.put("used", p.used());
                properties.put("grid", leafCode(snapshot, p));
                yield p.location();
            }
            case Sighting s -> {
                properties.put("operator", s.operator());
                properties.put("kind", s.kind());
                properties.put("offer", s.offer());
                properties.put("price", s.price());
                properties.put("severity", s.severity());
                properties.put("confidence", s.confidence());
                properties.put("seen_at", s.seenAt());
                properties.put("note", s.note());
                properties.put("grid", leafCode(snapshot, s));
                yield s.location();
            }
            case BaseFeature b -> {
                properties.put("kind", b.kind());
                properties.put("name", b.name());
                yield b.geometry();
            }
            case Person _, Assignment _ -> throw new IllegalArgumentException("a " + row.table().key() + " row has no place");
        };
        Map<String, Object> feature = new LinkedHashMap<>();
        feature.put("type", "Feature");
        feature.put("id", row.id());
        feature.put("geometry", geometry);
        feature.put("properties", properties);
        return feature;
    }

    private static void grid(GridNode node, Figures figures, Map<String, Object> properties) {
        Grid g = node.grid();
        properties.put("name", g.name());
        properties.put("branch", node.branchCode());
        properties.put("parent", node.parentCode());
        properties.put("level", node.level());
        properties.put("leaf", node.isLeaf());
        properties.put("kind", g.kind());
        properties.put("person", node.responsible().isEmpty() ? null : node.responsible().getFirst().person().name());
        properties.put("target_new_subscribers", g.targetNewSubscribers());
        properties.put("target_renewal_rate", g.targetRenewalRate());
        properties.put("yellow_cards", g.yellowCards());
        properties.put("as_of", figures.asOf());
        properties.put("buildings", figures.sums().buildings());
        for (Count c : Count.values()) {
            boolean unknown = figures.sums().buildings() > 0 && figures.sums().known(c) == 0;
            properties.put(c.column(), unknown ? null : figures.sums().total(c));
        }
        for (Metric m : Metric.values()) {
            properties.put(m.key(), figures.ratio(m).value());
        }
    }

    private static void building(Building b, Map<String, Object> properties) {
        properties.put("name", b.name());
        properties.put("address", b.address());
        properties.put("compound", b.compound());
        properties.put("kind", b.kind());
        for (Count c : Count.values()) {
            properties.put(c.column(), b.counts().value(c));
        }
    }

    private static String leafCode(Snapshot snapshot, Row row) {
        long leaf = snapshot.leafOf(row.table(), row.id());
        return leaf == 0 ? null : snapshot.findGrid(leaf).map(n -> n.grid().code()).orElse(null);
    }
}
