package org.wangge.api;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/// Requests at the edges of what a route takes, one after another from a seed: good ones, nearly good ones and rubbish.
final class Boundaries {

    /// What one request is made of; `body` null for none, `ifMatch` null for the version that is there.
    record Sent(String method, String target, String ifMatch, String body) {}

    private static final String LONG = "x".repeat(3_000);

    private static final List<String> NUMBERS = List.of(
            "", "0", "-1", "1", "2", "+1", "%2B1", "007", "2147483648", "9223372036854775807", "9223372036854775808",
            "9".repeat(400), "%EF%BC%91",
            "%D9%A3", "1e400", "1e-400", "1e5", "NaN", "Infinity", "-Infinity", "0x10", "0x1p3", "1d", "1f", "1_000", "1,5",
            "1.5", "-0", ".5", "5.", "%20", "%20%207%20");

    private static final List<String> TIMES = List.of(
            "2026-11-22T08:00:00Z", "2026-11-22T08:00:00%2B08:00", "2026-11-22T08:00:00+08:00", "2026-11-22",
            "%2B999999999-12-31T23:59:59Z",
            "-999999999-01-01T00:00:00Z", "2026-02-30T00:00:00Z", "2026-11-22T24:00:00Z", "T24:00:00Z", "2026-11-22T23:59:60Z",
            "0000-01-01", "1900-01-01",
            "1899-12-31", "2999-12-31T23:59:59.999999999Z", "9999-12-31T23:59:59Z", "2999-12-31T23:59:59-18:00",
            "2026-11-22T08:00:00+99:00",
            "%EF%BC%92026-11-22", "2026-11-22T08:00", "../2026-11-22", "2026-11-22/..", "../..", "/", "2026-11-22/2026-11-21");

    private static final List<String> TEXTS = List.of(
            "%", "%Z", "%ZZ", "%4", "%00", "%01", "%7F", "%ff", "%c3%28", "%ed%a0%80", "%f0%9f%99%82", "%E2%80%AE", "%EF%BF%BD",
            "%u0041", LONG,
            "'", "%22", "%27%3B%20drop%20table%20grids%3B--", "%25", "_", "*", "<script>alert(1)</script>", "null", "true", "..",
            "%2e%2e", "%2f", "a%2fb", ";x=1", "a;b", "{}", "[]",
            "grids", "buildings", "grids,grids", "grids,", ",", "json", "csv", "xml", "draft", "draft,published", "draft,", "A",
            "1,2,3,4", "180,90,-180,-90",
            "-180,-90,180,90", "NaN,0,1,1", "0,0,1e400,1", "http://www.opengis.net/def/crs/OGC/1.3/CRS84", "penetration",
            "workload", "plan", "tester");

    private static final List<String> VALUES = List.of(
            "null", "true", "0", "-1", "1", "1.5", "1e400", "1e-400", "1e-999999999", "9223372036854775808", "9".repeat(300),
            "\"\"", "\" \"", "\"x\"", "\"\\u0000\"", "\"\\ud800\"",
            "\"\\u202e\"", "\"" + LONG + "\"", "[]", "[[]]", "{}", "[1,2]", "[null]", "[\"x\"]", "[9223372036854775808]",
            "[{\"role\":\"viewer\"}]",
            "[{\"role\":\"viewer\",\"grid\":1e400}]", "[{\"role\":\"god\"}]", "[{\"role\":\"viewer\",\"branch\":999999}]",
            "{\"type\":\"Point\",\"coordinates\":[0,0]}",
            "{\"type\":\"Point\",\"coordinates\":[1e400,null]}",
            "{\"type\":\"LineString\",\"coordinates\":[[117.01,39.002],[117.0101,39.005],[117.01,39.008]]}",
            "{\"type\":\"LineString\",\"coordinates\":[]}", "{\"type\":\"LineString\",\"coordinates\":[[117,39],[117,39]]}",
            "{\"type\":\"Polygon\",\"coordinates\":[[[-180,-90],[180,-90],[180,90],[-180,90],[-180,-90]]]}",
            "{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[0,0],[0,0],[0,0]]]}",
            "{\"type\":\"Polygon\",\"coordinates\":[[]]}", "{\"type\":\"Polygon\",\"coordinates\":\"x\"}",
            "{\"type\":\"GeometryCollection\",\"geometries\":[]}", "{\"name\":\"y\"}",
            "{\"parent\":1}", "\"mine\"", "\"theirs\"", "\"A\"", "[117.01,39.005]", "[1e400,0]", "[]");

    private static final List<String> BODIES = List.of(
            "", " ", "{", "}", "null", "[]", "\"x\"", "{}", "{\"name\":\"x\"", "{\"name\":\"x\"} {}", "\u00ef\u00bb\u00bf{}",
            "\u00ff\u00fe", "{\"a\":".repeat(3_000), "[".repeat(3_000),
            "{\"name\":\"a\",\"name\":\"b\"}", "{\"unknown\":1}", "{\"\":1}", "NaN", "{name:1}", "{\"type\":null}",
            "{\"type\":\"sudo\"}", "x".repeat(1 << 20), "1".repeat(2_000));

    private static final List<String> FIELDS = List.of(
            "name", "note", "reason", "choose", "grids", "grants", "display_name", "version", "days", "disabled", "grid",
            "password", "new_password", "between", "path", "node",
            "to", "into", "line", "parts", "area", "buildings", "parent", "carve", "code", "kind", "branch", "person",
            "attributes", "outside", "revision", "made");

    private static final List<String> COMMANDS =
            List.of("reshape", "moveNode", "split", "merge", "transfer", "create", "delete", "setAttributes", "restore");

    /// For each command, the fields that it must have.
    private static final Map<String, List<String>> NEEDED = Map.of(
            "reshape", List.of("between", "path"), "moveNode", List.of("node", "to"), "split", List.of("grid", "line"), "merge",
            List.of("grids", "into"), "transfer", List.of("to", "area"),
            "create", List.of("name", "parent", "area", "carve"), "delete", List.of("grid", "to"), "setAttributes",
            List.of("grid", "attributes"), "restore", List.of("revision", "made"));

    private static final List<String> METHODS = List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE",
            "QUERY");

    private final Random random;
    private final List<Endpoint> routes;
    private final List<Long> ids;

    /// `ids` are some of things that are there.
    Boundaries(long seed, List<Endpoint> routes, List<Long> ids) {
        this.random = new Random(seed);
        this.routes = routes;
        this.ids = ids;
    }

    Endpoint route() {
        return any(routes);
    }

    Sent next(Endpoint route) {
        String own = route.method().name();
        String method = one(12) ? any(METHODS) : own.equals("GET") && one(8) ? "HEAD" : own;
        StringBuilder target = new StringBuilder();
        for (String part : route.path().split("(?=[{<])|(?<=[}>])")) {
            target.append(part.startsWith("{") || part.startsWith("<") ? variable(part.substring(1, part.length() - 1)) : part);
        }
        if (one(60)) {
            target.append(any(TEXTS));
        }
        return new Sent(method, target + query(route), ifMatch(), own.equals("GET") && !one(20) ? null : body(route));
    }

    private String variable(String name) {
        if (one(3)) {
            return nonEmpty(one(2) ? any(NUMBERS) : any(TEXTS));
        }
        return switch (name) {
            case "id" -> String.valueOf(any(ids));
            case "layers", "layer" -> any(List.of("grids", "buildings", "ports", "sightings", "base", "branches"));
            case "metric" -> any(List.of("penetration", "coverage", "churn"));
            case "z" -> any(List.of("14", "0", "22", "23", "-1"));
            case "x" -> any(List.of("13516", "0", "4194303"));
            case "y" -> any(List.of("6261", "0", "4194303"));
            default -> "x";
        };
    }

    private String query(Endpoint route) {
        StringBuilder query = new StringBuilder();
        Set<String> known = route.parameters() == null ? Set.of("any") : route.parameters();
        for (String name : known.stream().sorted().toList()) {
            if (one(3)) {
                query.append(query.isEmpty() ? '?' : '&').append(name);
                if (!one(30)) {
                    query.append('=').append(any(one(3) ? NUMBERS : one(2) ? TIMES : TEXTS));
                }
            }
        }
        if (one(25)) {
            query.append(query.isEmpty() ? '?' : '&').append(any(TEXTS)).append("=1");
        }
        return query.toString().replace(" ", "%20");
    }

    private String ifMatch() {
        return one(4) ? any(List.of("\"x\"", "*", "\"\u00b2\"", "W/\"1\"", "\"99999999999\"", "\"-1\"", "1", "\"1-gzip\"", ""))
                : null;
    }

    private String body(Endpoint route) {
        if (one(8)) {
            return any(BODIES);
        }
        boolean command = route.path().endsWith("/commands") || route.path().endsWith("/preview");
        StringBuilder body = new StringBuilder("{");
        if (command) {
            String type = any(COMMANDS);
            body.append("\"type\":\"").append(type).append('"');
            for (String field : NEEDED.get(type)) {
                body.append(",\"").append(field).append("\":").append(one(2) ? good(field) : any(VALUES));
            }
        } else {
            for (String field : fields(route)) {
                if (!one(6)) {
                    body.append(body.length() > 1 ? "," : "").append('"').append(field).append("\":")
                            .append(one(2) ? good(field) : any(VALUES));
                }
            }
            if (one(15)) {
                body.append(body.length() > 1 ? "," : "").append('"').append(any(FIELDS)).append("\":").append(any(VALUES));
            }
        }
        return body.append('}').toString();
    }

    private static List<String> fields(Endpoint route) {
        String path = route.path();
        if (path.startsWith("/api/accounts")) {
            return route.method().name().equals("PATCH") ? List.of("version", "display_name", "disabled", "grants",
                    "new_password") : List.of("name", "display_name", "grants");
        }
        return switch (path.substring(path.lastIndexOf('/') + 1)) {
            case "session" -> List.of("name", "password");
            case "password" -> List.of("password", "new_password");
            case "tokens" -> List.of("name", "grants", "days");
            case "plans", "copy", "{id}" -> List.of("name");
            case "comments" -> List.of("grid", "note");
            case "rebase" -> List.of("choose");
            case "return" -> List.of("reason");
            case "presence" -> List.of("grids");
            default -> List.of("note");
        };
    }

    private String good(String field) {
        return switch (field) {
            case "between", "grids" -> "[" + any(ids) + "," + any(ids) + "]";
            case "grid", "to", "into", "parent", "version", "revision" -> String.valueOf(any(ids));
            case "path", "line" -> "{\"type\":\"LineString\",\"coordinates\":[[117.01,39.00%d],[117.010%d,39.005],[117.01,"
                    + "39.008]]}"
                    .formatted(1 + random.nextInt(4), 1 + random.nextInt(9));
            case "area" -> "{\"type\":\"Polygon\",\"coordinates\":[[[117.002,39.002],[117.00%1$d,39.002],[117.00%1$d,"
                    + "39.006],[117.002,39.006],[117.002,39.002]]]}"
                    .formatted(3 + random.nextInt(6));
            case "choose" -> any(List.of("\"mine\"", "\"theirs\""));
            case "grants" -> "[{\"role\":\"viewer\"}]";
            case "days" -> "30";
            case "carve", "disabled", "new_password" -> "true";
            case "attributes" -> "{\"name\":\"甲\"}";
            case "node" -> "[117.01,39.01]";
            default -> "\"n" + random.nextInt(1_000_000) + "\"";
        };
    }

    private static String nonEmpty(String text) {
        return text.isEmpty() ? "x" : text.replace(" ", "%20");
    }

    private boolean one(int in) {
        return random.nextInt(in) == 0;
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
