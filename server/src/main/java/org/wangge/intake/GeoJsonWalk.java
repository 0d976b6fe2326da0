package org.wangge.intake;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.wangge.problem.Problem;
import org.wangge.problem.ProblemException;

/// Walks through a GeoJSON file token by token, so that its size does not matter: a FeatureCollection, a single Feature, or
/// one of them after the other (newline-delimited). Members may come in any order. NaN, which some programs write, is let
/// through, for the row to be rejected.
final class GeoJsonWalk implements AutoCloseable {

    /// Takes the members of a feature as they come; the parser stands on the first token of the value and must be left on its
    /// last.
    interface Sink {
        void id(String id);

        void property(String name, JsonParser in) throws IOException;

        /// Not called for null.
        void geometry(JsonParser in) throws IOException;
    }

    private static final JsonMapper MAPPER = JsonMapper.builder(com.fasterxml.jackson.core.JsonFactory.builder()
                    .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                    .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
                    .build())
            .build();

    private final Path file;
    private final JsonParser in;
    private boolean inRoot;
    private boolean inFeatures;
    private boolean sawFeatures;
    private String rootType;
    private boolean rootIsFeature;
    private String crs;
    private long count;

    GeoJsonWalk(Path file) {
        this.file = file;
        try {
            this.in = MAPPER.createParser(file.toFile());
        } catch (IOException e) {
            throw Format.unreadable(file, e);
        }
    }

    /// Walks to the end of the next feature; false when there is none.
    boolean next(Sink sink) {
        try {
            while (true) {
                if (inFeatures) {
                    if (in.nextToken() == JsonToken.END_ARRAY) {
                        inFeatures = false;
                    } else {
                        count++;
                        feature(sink);
                        return true;
                    }
                } else if (inRoot) {
                    if (endOfRoot(sink)) {
                        count++;
                        return true;
                    }
                } else if (!startRoot()) {
                    return false;
                }
            }
        } catch (JsonEOFException e) {
            throw broken(e, "ends " + place(e.getLocation()) + " in the middle of " + where() + ".",
                    "The file is cut off; export or copy it again.");
        } catch (StreamReadException e) {
            throw broken(e, "is no valid JSON " + place(e.getLocation()) + ", at " + where() + ": " + e.getOriginalMessage()
                    + ".",
                    "Export it again, or mend it there.");
        } catch (StreamConstraintsException e) {
            throw broken(e, "is nested too deep, or has a number of too many digits or a text without end, in " + where() + ".",
                    "Export it again, or mend it there.");
        } catch (IOException e) {
            throw Format.unreadable(file, e);
        }
    }

    /// The name of the coordinate system in the `crs` member of older files, or null; complete after the last feature.
    String crs() {
        return crs;
    }

    /// Number of the feature that was last begun, from 1.
    long count() {
        return count;
    }

    private boolean startRoot() throws IOException {
        JsonToken token = in.nextToken();
        if (token == null) {
            return false;
        }
        if (token != JsonToken.START_OBJECT) {
            throw wrong("has a " + token.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ') + " "
                    + place(in.currentTokenLocation()) + " where a feature should begin.");
        }
        inRoot = true;
        sawFeatures = false;
        rootIsFeature = false;
        rootType = null;
        return true;
    }

    /// Reads on in the root object, up to its features or its end; true when it was itself a feature.
    private boolean endOfRoot(Sink sink) throws IOException {
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String name = in.currentName();
            JsonToken value = in.nextToken();
            if (name.equals("features") && value == JsonToken.START_ARRAY) {
                inFeatures = true;
                sawFeatures = true;
                return false;
            }
            switch (name) {
                case "type" -> rootType = in.getText();
                case "crs" -> crs = crsName(MAPPER.readTree(in));
                default -> {
                    rootIsFeature |= name.equals("geometry") || name.equals("properties");
                    member(name, value, sink);
                }
            }
        }
        inRoot = false;
        if (sawFeatures) {
            return false;
        }
        if (!rootIsFeature || !"Feature".equals(rootType)) {
            throw wrong("holds a JSON object of type " + rootType + ", which is no Feature and no FeatureCollection.");
        }
        return true;
    }

    private void feature(Sink sink) throws IOException {
        if (in.currentToken() != JsonToken.START_OBJECT) {
            throw wrong("has something else than a feature " + place(in.currentTokenLocation()) + ", as " + where() + ".");
        }
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            member(in.currentName(), in.nextToken(), sink);
        }
    }

    private void member(String name, JsonToken value, Sink sink) throws IOException {
        if (name.equals("geometry") && value == JsonToken.START_OBJECT) {
            sink.geometry(in);
        } else if (name.equals("properties") && value == JsonToken.START_OBJECT) {
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                String property = in.currentName();
                in.nextToken();
                sink.property(property, in);
            }
        } else if (name.equals("id") && value.isScalarValue()) {
            sink.id(in.getText());
        } else {
            in.skipChildren();
        }
    }

    /// The value that the parser stands on as text; null for null; an object or array as JSON.
    static String text(JsonParser in) throws IOException {
        return switch (in.currentToken()) {
            case VALUE_NULL -> null;
            case START_OBJECT, START_ARRAY -> MAPPER.readTree(in).toString();
            default -> in.getText();
        };
    }

    private static String crsName(JsonNode crs) {
        JsonNode name = crs.path("properties").path("name");
        if (crs.isNull()) {
            return null;
        }
        return name.isTextual() ? name.asText() : crs.toString();
    }

    private String where() {
        return count == 0 ? "its beginning" : "feature " + count;
    }

    private static String place(JsonLocation at) {
        return "at line " + at.getLineNr() + ", column " + at.getColumnNr();
    }

    private ProblemException wrong(String what) {
        return new Problem.BadInput(file.getFileName() + " " + what,
                "Write a FeatureCollection, or one Feature a line.").asException();
    }

    private ProblemException broken(Exception cause, String what, String remedy) {
        return new ProblemException(new Problem.BadInput(file.getFileName() + " " + what, remedy), cause);
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            throw Format.unreadable(file, e);
        }
    }
}
