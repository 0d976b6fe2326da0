package org.wangge.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.wangge.api.wire.Json;
import org.wangge.model.Grant;
import org.wangge.model.PlainText;
import org.wangge.model.Role;
import org.wangge.model.Scope;
import org.wangge.problem.Problem;

/// The JSON object of a request, read strictly: no field that is not known, none of another type. Values are never quoted, since
/// some are passwords.
final class Body {

    /// How the parser begins to say so.
    private static final String TWICE = "Duplicate field ";

    private final JsonNode json;

    private Body(JsonNode json) {
        this.json = json;
    }

    static Body of(Context ctx, String... fields) {
        JsonNode json;
        try {
            json = Json.MAPPER.readTree(RequestBody.text(ctx));
        } catch (JsonProcessingException e) {
            String said = e.getOriginalMessage();
            if (said.startsWith(TWICE)) {
                throw new Problem.BadInput("The body has the field " + said.substring(TWICE.length()) + " twice.",
                        "Give it once.").asException();
            }
            // The parser's words may quote the text.
            throw new Problem.BadInput("The body is not JSON.", "Send a JSON object.").asException();
        }
        if (json == null || !json.isObject()) {
            throw new Problem.BadInput("The body is not a JSON object.", "Send a JSON object.").asException();
        }
        Set<String> known = new TreeSet<>(List.of(fields));
        json.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                throw new Problem.BadInput("The body has a field '" + name + "'.", "Use " + String.join(", ", known) + ".")
                        .asException();
            }
        });
        return new Body(json);
    }

    /// True for a field that is there and null: what a change takes away.
    boolean isNull(String name) {
        return json.path(name).isNull();
    }

    /// Null when the field is missing or null.
    String text(String name) {
        JsonNode value = json.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isTextual()) {
            throw wrong(name, "a text");
        }
        // Passwords are not kept, and may be anything; of a text that is too long what keeps it says how long it may be.
        String text = value.textValue();
        String fault = name.endsWith("password") || text.length() > PlainText.MAX_LENGTH ? null : PlainText.fault(text);
        if (fault != null) {
            throw new Problem.BadInput("The field '" + name + "' of the body " + fault + ".", "Write it in plain characters.")
                    .asException();
        }
        return text;
    }

    String requiredText(String name) {
        String text = text(name);
        if (text == null || text.isBlank()) {
            throw new Problem.BadInput("The body has no " + name + ".", "Send it as a text.").asException();
        }
        return text;
    }

    /// Null when missing or null.
    Boolean flag(String name) {
        JsonNode value = json.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isBoolean()) {
            throw wrong(name, "true or false");
        }
        return value.booleanValue();
    }

    /// Null when missing or null.
    Integer number(String name, int min, int max) {
        JsonNode value = json.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isInt() || value.intValue() < min || value.intValue() > max) {
            throw wrong(name, "a whole number from " + min + " to " + max);
        }
        return value.intValue();
    }

    /// Null when missing or null.
    Long id(String name) {
        JsonNode value = json.path(name);
        if (!isIdOrNothing(value)) {
            throw wrong(name, "an id or null");
        }
        return value.isIntegralNumber() ? (Long) value.longValue() : null;
    }

    /// `BadInput` when it is missing. Each is one line.
    List<String> requiredTexts(String name, int most) {
        List<String> texts = new ArrayList<>();
        json.path(name).forEach(one -> texts.add(one.isTextual() ? one.textValue() : ""));
        boolean right = json.path(name).isArray() && texts.size() <= most
                && texts.stream().noneMatch(t -> t.isBlank() || t.length() > PlainText.MAX_LENGTH
                || PlainText.fault(t) != null
                || t.lines().count() > 1);
        if (!right) {
            throw wrong(name, "a list of at most " + most + " texts in plain characters, none longer than "
                    + PlainText.MAX_LENGTH + " characters");
        }
        return texts;
    }

    /// Empty when missing or null.
    List<Long> ids(String name, int most) {
        JsonNode list = json.path(name);
        if (list.isMissingNode() || list.isNull()) {
            return List.of();
        }
        List<Long> ids = new ArrayList<>();
        list.forEach(id -> ids.add(id.canConvertToLong() && id.isIntegralNumber() ? id.longValue() : -1));
        if (!list.isArray() || ids.size() > most || ids.contains(-1L)) {
            throw wrong(name, "a list of at most " + most + " ids");
        }
        return ids;
    }

    /// Null when missing or null. Each grant has a `role` and at most one of `branch` and `grid`, an id; neither is everywhere.
    List<Grant> grants(String name) {
        JsonNode list = json.path(name);
        if (list.isMissingNode() || list.isNull()) {
            return null;
        }
        if (!list.isArray() || list.size() > 500) {
            throw wrong(name, "a list of at most 500 {\"role\": …, \"branch\" or \"grid\": id}");
        }
        List<Grant> grants = new ArrayList<>();
        for (JsonNode one : list) {
            JsonNode branch = one.path("branch");
            JsonNode grid = one.path("grid");
            boolean known = one.isObject() && one.path("role").isTextual() && isIdOrNothing(branch) && isIdOrNothing(grid)
                    && !(branch.isIntegralNumber() && grid.isIntegralNumber());
            if (!known) {
                throw wrong(name, "a list of {\"role\": …} with at most one of \"branch\" and \"grid\", an id");
            }
            one.fieldNames().forEachRemaining(field -> {
                if (!List.of("role", "branch", "grid").contains(field)) {
                    throw wrong(name, "a list of {\"role\": …} with at most one of \"branch\" and \"grid\", an id");
                }
            });
            try {
                grants.add(new Grant(Role.ofKey(one.path("role").textValue()), grid.isIntegralNumber()
                        ? new Scope.OfGrid(grid.longValue())
                        : branch.isIntegralNumber() ? new Scope.OfBranch(branch.longValue()) : Scope.EVERYWHERE));
            } catch (IllegalArgumentException e) {
                throw new Problem.BadInput("In " + name + ", the " + e.getMessage() + ".", "Use one of these roles.")
                        .asException();
            }
        }
        return grants;
    }

    private static boolean isIdOrNothing(JsonNode value) {
        return value.isMissingNode() || value.isNull() || value.isIntegralNumber() && value.canConvertToLong();
    }

    private static RuntimeException wrong(String name, String wanted) {
        return new Problem.BadInput("The field '" + name + "' of the body is not right.", "It must be " + wanted + ".")
                .asException();
    }
}
