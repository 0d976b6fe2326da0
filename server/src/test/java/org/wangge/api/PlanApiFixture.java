package org.wangge.api;

import com.fasterxml.jackson.databind.JsonNode;

/// A town, and plans for it over HTTP.
abstract class PlanApiFixture extends TownContract {

    long newPlan() {
        return server.post("/api/plans", "{\"name\":\"草案\"}").json().get("id").asLong();
    }

    String reshape(String a, String b, String path) {
        return "{\"type\":\"reshape\",\"between\":[%d,%d],\"path\":{\"type\":\"LineString\",\"coordinates\":[%s]}}"
                .formatted(id(a), id(b), path);
    }

    int figure(JsonNode result, String code, String when, String what) {
        for (JsonNode grid : result.get("grids")) {
            if (grid.get("code").asText().equals(code)) {
                return grid.at("/" + when + "/" + what).asInt();
            }
        }
        throw new AssertionError(code + " is not in " + result);
    }
}
