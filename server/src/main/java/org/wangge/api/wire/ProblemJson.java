package org.wangge.api.wire;

import java.util.LinkedHashMap;
import java.util.Map;
import org.wangge.problem.Problem;

/// Problems as RFC 9457 `application/problem+json`, and the HTTP status of each kind: the one place where both are decided.
public final class ProblemJson {

    public static final String CONTENT_TYPE = "application/problem+json";

    private ProblemJson() {}

    public static int status(Problem problem) {
        return switch (problem) {
            case Problem.BadInput _ -> 400;
            case Problem.Unauthenticated _ -> 401;
            case Problem.Forbidden _ -> 403;
            case Problem.NotFound _ -> 404;
            case Problem.Conflict _ -> 409;
            case Problem.Gone _ -> 410;
            case Problem.TooLarge _ -> 413;
            case Problem.Stale _ -> 412;
            case Problem.VersionMissing _ -> 428;
            case Problem.Refused _ -> 422;
            case Problem.TooOften _ -> 429;
            case Problem.Unavailable _ -> 503;
        };
    }

    public static byte[] bytes(Problem problem) {
        String[] kind = switch (problem) {
            case Problem.BadInput _ -> new String[] {"bad-input", "The request can't be understood"};
            case Problem.Unauthenticated _ -> new String[] {"sign-in-needed", "This needs somebody who is signed in"};
            case Problem.Forbidden _ -> new String[] {"forbidden", "This is not allowed"};
            case Problem.NotFound _ -> new String[] {"not-found", "There is no such thing here"};
            case Problem.Conflict _ -> new String[] {"conflict", "The state has moved on"};
            case Problem.Stale _ -> new String[] {"stale", "The plan has moved on"};
            case Problem.VersionMissing _ -> new String[] {"version-missing", "The request must name a version"};
            case Problem.Gone _ -> new String[] {"gone", "That is not kept any more"};
            case Problem.TooLarge _ -> new String[] {"too-large", "The request is over a limit"};
            case Problem.Refused _ -> new String[] {"refused", "The command would break a rule"};
            case Problem.TooOften _ -> new String[] {"too-often", "That was tried too often"};
            case Problem.Unavailable _ -> new String[] {"unavailable", "The service can't answer just now"};
        };
        return bytes(kind[0], kind[1], status(problem), problem.detail(), problem.remedy(), problem.extra());
    }

    /// A failure that is not the caller's: carries only the id under which it was logged.
    public static byte[] internal(String incident) {
        return bytes(
                "internal",
                "Something went wrong in the server",
                500,
                "The request failed inside the server.",
                "Try again; if it stays, tell whoever runs the server the incident id.",
                Map.of("incident", incident));
    }

    /// `type` is `urn:wangge:problem:` plus a stable word.
    public static byte[] bytes(String type, String title, int status, String detail, String remedy, Map<String, Object> extra) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", "urn:wangge:problem:" + type);
        body.put("title", title);
        body.put("status", status);
        body.put("detail", detail);
        body.put("remedy", remedy);
        extra.forEach(body::putIfAbsent);
        return Json.bytes(body);
    }
}
