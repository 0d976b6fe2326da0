package org.wangge.intake;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.wangge.geo.Decimal;
import org.wangge.problem.Problem;

/// GeoJSON. The file is walked twice: features may each have other properties, and which columns an import overwrites must be
/// known before the first row; the first walk also finds out whether the file is whole.
final class GeoJsonReader implements FeatureReader {

    private final GeoJsonWalk walk;
    private final List<String> fields;
    private final Map<String, Integer> index = new HashMap<>();
    private final Survey survey;
    private final String crs;
    private final long total;

    GeoJsonReader(Path file) {
        Utf8.countLines(file);
        this.survey = new Survey();
        try (GeoJsonWalk first = new GeoJsonWalk(file)) {
            boolean more = true;
            while (more) {
                more = first.next(survey);
            }
            this.crs = first.crs();
            this.total = first.count();
        }
        if (total == 0) {
            throw new Problem.BadInput(
                    file.getFileName() + " is empty: its FeatureCollection has no features.", "Export it again.").asException();
        }
        this.fields = List.copyOf(survey.names);
        for (int i = 0; i < fields.size(); i++) {
            index.put(fields.get(i), i);
        }
        this.walk = new GeoJsonWalk(file);
    }

    /// What the first walk gathers. A feature's `id` counts as a field of that name unless it has such a property.
    private static final class Survey implements GeoJsonWalk.Sink {
        private final Set<String> names = new LinkedHashSet<>();
        private boolean hasGeometry;

        @Override
        public void id(String id) {
            names.add("id");
        }

        @Override
        public void property(String name, JsonParser in) throws IOException {
            names.add(name);
            in.skipChildren();
        }

        @Override
        public void geometry(JsonParser in) throws IOException {
            hasGeometry = true;
            in.skipChildren();
        }
    }

    private final class Gather implements GeoJsonWalk.Sink {
        private final String[] values = new String[fields.size()];
        private String id;
        private Shape shape;
        private Fault fault;

        @Override
        public void id(String text) {
            id = text;
        }

        @Override
        public void property(String name, JsonParser in) throws IOException {
            values[index.get(name)] = GeoJsonWalk.text(in);
        }

        @Override
        public void geometry(JsonParser in) throws IOException {
            GeoJsonGeometry read = new GeoJsonGeometry(in);
            try {
                shape = read.shape();
            } catch (Fault e) {
                fault = e;
            }
        }

        Feature feature(long row) {
            Integer idAt = index.get("id");
            if (id != null && values[idAt] == null) {
                values[idAt] = id;
            }
            return new Feature(row, values, shape, fault);
        }
    }

    @Override
    public Feature next() {
        Gather gather = new Gather();
        return walk.next(gather) ? gather.feature(walk.count()) : null;
    }

    @Override
    public String format() {
        return "GeoJSON";
    }

    @Override
    public List<String> fields() {
        return fields;
    }

    @Override
    public boolean hasGeometry() {
        return survey.hasGeometry;
    }

    @Override
    public String crs() {
        return crs;
    }

    @Override
    public long estimatedTotal() {
        return total;
    }

    @Override
    public void close() {
        walk.close();
    }

    /// Reads one geometry object to its end, whatever is wrong inside it, so that the walk can go on with the next feature.
    private static final class GeoJsonGeometry {

        private final Shape.Builder builder = new Shape.Builder();
        private String type;
        private boolean hasCoordinates;
        private int leafDepth;
        private Fault fault;

        GeoJsonGeometry(JsonParser in) throws IOException {
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                String name = in.currentName();
                JsonToken value = in.nextToken();
                if (name.equals("type")) {
                    type = in.getText();
                } else if (name.equals("coordinates") && value == JsonToken.START_ARRAY) {
                    hasCoordinates = true;
                    coordinates(in);
                } else {
                    in.skipChildren();
                }
            }
        }

        Shape shape() throws Fault {
            if (type == null) {
                throw new Fault("", "has no type");
            }
            Shape.Kind kind = Shape.Kind.of(type);
            if (fault != null) {
                throw fault;
            }
            if (!hasCoordinates) {
                throw new Fault(type, "has no coordinates");
            }
            if (leafDepth != 0 && leafDepth != kind.depth) {
                throw new Fault(type, "has coordinates nested " + leafDepth + " deep; those of a " + kind.label
                        + " are nested " + kind.depth + " deep");
            }
            return builder.build(kind);
        }

        /// Coordinates are arrays of arrays of … of positions; how deep they are nested tells lines from rings from polygons.
        private void coordinates(JsonParser in) throws IOException {
            int depth = 1;
            int ordinate = 0;
            double x = 0;
            double y = 0;
            while (depth > 0) {
                JsonToken token = in.nextToken();
                switch (token) {
                    case START_ARRAY -> {
                        depth++;
                        ordinate = 0;
                    }
                    case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
                        if (leafDepth == 0) {
                            leafDepth = depth;
                        } else if (leafDepth != depth) {
                            fault = new Fault(in.getText(), "has a number where a list of positions should be");
                        }
                        if (ordinate == 0) {
                            x = number(in);
                        } else if (ordinate == 1) {
                            y = number(in);
                        }
                        ordinate++;
                    }
                    case END_ARRAY -> {
                        end(depth, ordinate, x, y);
                        ordinate = 0;
                        depth--;
                    }
                    default -> {
                        if (fault == null) {
                            String value = Text.shortened(String.valueOf(in.getText()));
                            fault = new Fault(value, "stands where a coordinate should be");
                        }
                        ordinate++;
                        in.skipChildren();
                    }
                }
            }
        }

        private double number(JsonParser in) throws IOException {
            double read = in.getDoubleValue();
            boolean isRare = read == 0 || Double.isInfinite(read);
            if (isRare && fault == null && Character.isDigit(in.getText().charAt(in.getText().length() - 1))
                    && Decimal.isLost(in.getText(), read)) {
                fault = new Fault(Text.shortened(in.getText()), Decimal.LOST);
            }
            return read;
        }

        private void end(int depth, int ordinates, double x, double y) {
            if (leafDepth == 0) {
                return;
            }
            switch (leafDepth - depth) {
                case 0 -> {
                    if (ordinates < 2 && fault == null) {
                        fault = new Fault(Text.plain(x), "has a position of one number; it needs a longitude and a latitude");
                    }
                    builder.position(x, y);
                }
                case 1 -> builder.endLine();
                case 2 -> builder.endPart();
                default -> {}
            }
        }
    }
}
