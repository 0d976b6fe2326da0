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
import org.wangge.model.Property;
import org.wangge.model.Registry;
import org.wangge.model.Row;
import org.wangge.model.RowType;
import org.wangge.model.Sighting;

/// Rows as GeoJSON features: the id of the database, the columns as properties, what the atlas derives (level, area, leaf,
/// figures) beside them.
public final class Features {

    private Features() {}

    /// The feature of a row as this snapshot sees it; `asOf` ages the sightings in figures.
    public static Map<String, Object> feature(Snapshot snapshot, Row row, LocalDate asOf) {
        RowType type = Registry.of(row);
        Map<String, Object> properties = new LinkedHashMap<>();
        type.properties().stream().filter(Property::isOfRecords).forEach(p -> properties.put(p.name(), p.value(row)));
        Geometry geometry = switch (row) {
            case Branch b -> snapshot.branches().stream()
                    .filter(n -> n.branch().id() == b.id())
                    .findFirst()
                    .map(Snapshot.BranchNode::area)
                    .orElse(b.outline());
            case Grid g -> {
                GridNode node = snapshot.findGrid(g.id()).orElseThrow();
                grid(node, Figures.of(node.sums(), asOf), properties);
                yield node.area();
            }
            case Building _, Port _, Sighting _ -> {
                properties.put("grid", leafCode(snapshot, row));
                yield type.geometry(row);
            }
            case BaseFeature _, Person _, Assignment _ -> type.geometry(row);
        };
        Map<String, Object> feature = new LinkedHashMap<>();
        feature.put("type", "Feature");
        feature.put("id", row.id());
        feature.put("geometry", geometry);
        feature.put("properties", properties);
        return feature;
    }

    private static void grid(GridNode node, Figures figures, Map<String, Object> properties) {
        properties.put("branch", node.branchCode());
        properties.put("parent", node.parentCode());
        properties.put("person", node.responsible().isEmpty() ? null : node.responsible().getFirst().person().name());
        properties.put("level", node.level());
        properties.put("leaf", node.isLeaf());
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

    private static String leafCode(Snapshot snapshot, Row row) {
        long leaf = snapshot.leafOf(row.table(), row.id());
        return leaf == 0 ? null : snapshot.findGrid(leaf).map(n -> n.grid().code()).orElse(null);
    }
}
