package org.wangge.tiles;

import io.github.sebasbaumh.mapbox.vectortile.adapt.jts.MvtReader;
import io.github.sebasbaumh.mapbox.vectortile.adapt.jts.TagKeyValueMapConverter;
import io.github.sebasbaumh.mapbox.vectortile.adapt.jts.model.JtsLayer;
import io.github.sebasbaumh.mapbox.vectortile.adapt.jts.model.JtsMvt;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;

/// A vector tile read by a library that knows nothing of our encoder.
final class Decoded {

    /// `id` is 0 when the feature has none; whole numbers are `Long`.
    record Feature(long id, Map<String, Object> properties, Geometry geometry) {
        long number(String key) {
            return ((Number) properties.get(key)).longValue();
        }
    }

    private Decoded() {}

    static List<Feature> layer(byte[] tile, String name) {
        try {
            JtsMvt mvt = MvtReader.loadMvt(
                    new ByteArrayInputStream(tile), new GeometryFactory(), new TagKeyValueMapConverter(true, "feature id"), MvtReader.RING_CLASSIFIER_V2_1);
            JtsLayer layer = mvt.getLayer(name);
            List<Feature> features = new ArrayList<>();
            if (layer != null) {
                for (Geometry g : layer.getGeometries()) {
                    Map<String, Object> properties = new HashMap<>();
                    ((Map<?, ?>) g.getUserData()).forEach((k, v) -> properties.put((String) k, v));
                    Object id = properties.remove("feature id");
                    features.add(new Feature(id == null ? 0 : (Long) id, properties, g));
                }
            }
            return features;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
