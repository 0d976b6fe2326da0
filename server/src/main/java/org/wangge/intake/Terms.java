package org.wangge.intake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import java.util.stream.Collectors;

/// What the options of an import are called where it was asked for, in sentences that say how to mend something.
public enum Terms {
    /// `--crs EPSG:4527`
    COMMAND_LINE("--layer, --crs and --map", "--table"),
    /// `crs=EPSG:4527`
    API("the parameters layer, crs and columns", "the parameter table");

    private static final ObjectMapper JSON = new ObjectMapper();

    /// All that decide how a row is read.
    final String ofRows;
    final String table;

    Terms(String ofRows, String table) {
        this.ofRows = ofRows;
        this.table = table;
    }

    String crs(String name) {
        return set("crs", name);
    }

    String table(String name) {
        return set("table", name);
    }

    private String set(String name, String value) {
        return switch (this) {
            case COMMAND_LINE -> "--" + name + " " + value;
            case API -> name + "=" + value;
        };
    }

    /// That these columns of ours are filled from these fields of the file, in the order of the map.
    String columns(Map<String, String> fieldByColumn) {
        return switch (this) {
            case COMMAND_LINE -> fieldByColumn.entrySet().stream().map(e -> "--map " + e.getKey() + "=" + e.getValue())
                    .collect(Collectors.joining(" "));
            case API -> "columns=" + json(fieldByColumn);
        };
    }

    private static String json(Map<String, String> texts) {
        try {
            return JSON.writeValueAsString(texts);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
