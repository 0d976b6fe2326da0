package org.wangge.api;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.wangge.api.wire.Json;
import org.wangge.model.Grant;
import org.wangge.model.PlainText;
import org.wangge.problem.Problem;
import org.wangge.problem.ProblemException;

/// The JSON object of a request, read strictly: no field that is not known, none of another type. Each complaint names the field,
/// says what is there and what must be. Texts are never quoted, since some are passwords.
final class Body {

    private static final String ID = "It must be an id, a whole number";

    private final JsonNode json;

    private Body(JsonNode json) {
        this.json = json;
    }

    static Body of(Context ctx, String... fields) {
        JsonNode json = tree(RequestBody.text(ctx));
        if (!json.isObject()) {
            throw new Problem.BadInput("The body is " + (json.isMissingNode() ? "empty" : kind(json)) + ".",
                    "Send a JSON object.").asException();
        }
        Set<String> known = new TreeSet<>(List.of(fields));
        json.fieldNames().forEachRemaining(name -> requireKnown(name, "", known));
        return new Body(json);
    }

    private static JsonNode tree(String text) {
        try {
            return Json.MAPPER.readTree(text);
        } catch (StreamConstraintsException e) {
            throw new Problem.BadInput("The body is nested too deep, or has a name, a text or a number that is too long.",
                    "Send a JSON object of what the API reference names.").asException();
        } catch (JsonProcessingException e) {
            Json.givenTwice(e).ifPresent(field -> {
                throw new Problem.BadInput("The body has the field " + field + " twice.", "Give it once.").asException();
            });
            // The parser's words may quote the text.
            JsonLocation at = e.getLocation();
            throw new Problem.BadInput("The body is not JSON" + (at == null ? "" : ": it ends, or goes wrong, at line "
                    + at.getLineNr() + ", column " + at.getColumnNr()) + ".", "Send a JSON object.").asException();
        }
    }

    /// True for a field that is there and null: what a change takes away.
    boolean isNull(String name) {
        return json.path(name).isNull();
    }

    /// Null when the field is missing or null.
    String text(String name) {
        JsonNode value = json.path(name);
        if (isNothing(value)) {
            return null;
        }
        if (!value.isTextual()) {
            throw wrong(name, value, "It must be a text.");
        }
        // Passwords are not kept, and may be anything; of a text that is too long what keeps it says how long it may be.
        String text = value.textValue();
        String fault = name.endsWith("password") || text.length() > PlainText.MAX_LENGTH ? null : PlainText.fault(text);
        if (fault != null) {
            throw wrong(name, fault, "Write it in plain characters.");
        }
        return text;
    }

    String requiredText(String name) {
        String text = text(name);
        if (text == null) {
            throw wrong(name, json.path(name), "Send it as a text.");
        }
        if (text.isBlank()) {
            throw wrong(name, "is blank", "Send a text that is not.");
        }
        return text;
    }

    /// Null when missing or null.
    Boolean flag(String name) {
        JsonNode value = json.path(name);
        if (isNothing(value)) {
            return null;
        }
        if (!value.isBoolean()) {
            throw wrong(name, value, "It must be true or false.");
        }
        return value.booleanValue();
    }

    /// Null when missing or null.
    Integer number(String name, int min, int max) {
        JsonNode value = json.path(name);
        if (isNothing(value)) {
            return null;
        }
        if (!value.isInt() || value.intValue() < min || value.intValue() > max) {
            throw wrong(name, value, "It must be a whole number from " + min + " to " + max + ".");
        }
        return value.intValue();
    }

    /// Null when missing or null.
    Long id(String name) {
        return id(json.path(name), name);
    }

    /// Null for nothing. `name` is where it stands.
    static Long id(JsonNode value, String name) {
        return isNothing(value) ? null : (Long) id(value, name, ID + ", or null.");
    }

    private static long id(JsonNode value, String name, String remedy) {
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw wrong(name, value, remedy);
        }
        return value.longValue();
    }

    /// `BadInput` when it is missing. Each is one line.
    List<String> requiredTexts(String name, int most) {
        if (isNothing(json.path(name))) {
            throw wrong(name, json.path(name), "Send it as a list of texts.");
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode each : list(json.path(name), name, most, "of texts")) {
            texts.add(line(each, name + "[" + texts.size() + "]"));
        }
        return texts;
    }

    private static String line(JsonNode value, String name) {
        if (!value.isTextual()) {
            throw wrong(name, value, "It must be a text.");
        }
        String text = value.textValue();
        if (text.isBlank() || text.length() > PlainText.MAX_LENGTH || text.lines().count() > 1) {
            throw wrong(name, text.isBlank() ? "is blank" : text.lines().count() > 1 ? "has several lines" : "is too long",
                    "It must be a line of at most " + PlainText.MAX_LENGTH + " characters.");
        }
        String fault = PlainText.fault(text);
        if (fault != null) {
            throw wrong(name, fault, "Write it in plain characters.");
        }
        return text;
    }

    /// Empty when missing or null.
    List<Long> ids(String name, int most) {
        List<Long> ids = new ArrayList<>();
        for (JsonNode each : list(json.path(name), name, most, "of ids, whole numbers")) {
            ids.add(id(each, name + "[" + ids.size() + "]", ID + "."));
        }
        return ids;
    }

    /// Null when missing or null.
    List<Grant> grants(String name) {
        JsonNode list = json.path(name);
        return isNothing(list) ? null : GrantJson.read(list, name);
    }

    /// What a list holds; nothing holds nothing.
    static Iterable<JsonNode> list(JsonNode list, String name, int most, String ofWhat) {
        if (!isNothing(list) && !list.isArray()) {
            throw wrong(name, list, "It must be a list " + ofWhat + ".");
        }
        if (list.size() > most) {
            throw wrong(name, "has " + list.size() + " entries", "At most " + most + " are taken.");
        }
        return list;
    }

    /// `within` names the object that has the field, with a dot; empty for the body itself.
    static void requireKnown(String name, String within, Set<String> known) {
        if (!known.contains(name)) {
            throw new Problem.BadInput("The field '" + within + name + "' of the body is not known.",
                    "Use " + String.join(", ", known) + ".", Map.of("field", within + name, "allowed", known)).asException();
        }
    }

    private static boolean isNothing(JsonNode value) {
        return value.isMissingNode() || value.isNull();
    }

    /// The field has a value of a wrong kind, or a number beyond its range.
    static ProblemException wrong(String name, JsonNode value, String remedy) {
        return wrong(name, "is " + kind(value), remedy);
    }

    /// The field `is …` or `has …` what it must not.
    static ProblemException wrong(String name, String what, String remedy) {
        return new Problem.BadInput("The field '" + name + "' of the body " + what + ".", remedy, Map.of("field", name))
                .asException();
    }

    private static String kind(JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING -> "a text";
            case ARRAY -> "a list";
            case OBJECT -> "an object";
            case MISSING -> "missing";
            default -> value.toString().length() > 40 ? value.toString().substring(0, 40) + "…" : value.toString();
        };
    }
}
