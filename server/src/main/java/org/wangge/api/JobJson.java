package org.wangge.api;

import static org.wangge.api.GridHandler.ordered;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import org.wangge.access.Caller;
import org.wangge.api.wire.Json;
import org.wangge.model.Job;
import org.wangge.model.Role;

/// Jobs as the API shows them, and to whom.
final class JobJson {

    private JobJson() {}

    /// One's own; whoever administers everywhere sees all.
    static boolean sees(Caller caller, Job job) {
        return caller.mayEverywhere(Role.ADMIN)
                || caller.isSignedIn() && job.by() != null && job.by().id() == caller.account();
    }

    /// Without the result, which may be long.
    static Map<String, Object> brief(Job job) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", job.id());
        json.put("kind", job.kind().key());
        json.put("subject", job.subject());
        json.put("state", job.state().key());
        json.put("cancelling", job.cancelling() && !job.state().hasEnded());
        json.put("done", job.done());
        json.put("total", job.total());
        json.put("unit", job.kind().unit());
        json.put("rate", whole(job.rate()));
        json.put("seconds_left", whole(job.secondsLeft()));
        json.put("created_at", job.createdAt());
        json.put("began_at", job.beganAt());
        json.put("ended_at", job.endedAt());
        json.put("by", job.by() == null ? null : ordered("id", job.by().id(), "name", job.by().name()));
        json.put("problem", parsed(job.problem()));
        return json;
    }

    static Map<String, Object> whole(Job job) {
        Map<String, Object> json = brief(job);
        json.put("result", parsed(job.result()));
        return json;
    }

    private static Long whole(OptionalDouble number) {
        return number.isEmpty() ? null : Long.valueOf(Math.round(number.getAsDouble()));
    }

    /// Null for null.
    static JsonNode parsed(String json) {
        try {
            return json == null ? null : Json.MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
