package org.wangge.api;

import static org.wangge.api.GridHandler.ordered;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.wangge.access.Action;
import org.wangge.access.Audit;
import org.wangge.access.Caller;
import org.wangge.api.wire.Json;
import org.wangge.api.wire.Parameters;
import org.wangge.geo.Crs;
import org.wangge.intake.IncomingFile;
import org.wangge.intake.SentImports;
import org.wangge.model.Actor;
import org.wangge.model.Job;
import org.wangge.model.Layer;
import org.wangge.model.PlainText;
import org.wangge.model.Role;
import org.wangge.problem.Problem;

/// Files that are sent to be imported. A row changes what has its code, wherever that stands, so one needs the role everywhere.
final class ImportHandler {

    private static final List<String> LAYERS = SentImports.LAYERS.stream().map(Layer::key).toList();

    private final SentImports imports;
    private final Audit audit;

    ImportHandler(SentImports imports, Audit audit) {
        this.imports = imports;
        this.audit = audit;
    }

    /// What is to be known before the body is read: where it goes. 400, 403, 413, 503.
    IncomingFile receive(Context ctx, Parameters parameters, Caller caller) {
        requireEverywhere(caller);
        layer(parameters);
        options(parameters);
        if (ctx.req().getHeader("Content-Encoding") != null) {
            throw new Problem.BadInput("The body is sent with a Content-Encoding.", "Send the file as it is.").asException();
        }
        return imports.receive(parameters.text("name").orElse("file"), ctx.req().getContentLengthLong(), actor(caller));
    }

    /// 201 with the import and its check, which goes on; 400, 403, 413, 503.
    void create(Context ctx, Parameters parameters, Caller caller) {
        IncomingFile file = RequestBody.file(ctx);
        Layer layer = layer(parameters);
        long id = imports.check(file, layer, options(parameters), actor(caller), made -> Trail.of(ctx).note("import " + made,
                Map.of("layer", layer.key(), "bytes", file.bytes())));
        ctx.status(201);
        JobHandler.send(ctx, json(own(id, caller)));
    }

    /// 200 with what was found, and what was written; 403, 404.
    void one(Context ctx, Parameters parameters, Caller caller) {
        JobHandler.send(ctx, json(own(PathParameters.id(ctx), caller)));
    }

    /// 202 with the job that imports it; 403, 404, 409.
    void commit(Context ctx, Parameters parameters, Caller caller) {
        SentImports.Sent sent = own(PathParameters.id(ctx), caller);
        Job job = imports.commit(sent, actor(caller), report -> audit.add(caller, Action.IMPORT_COMMIT,
                "import " + sent.file().id(), Map.of("layer", report.layer().key(), "inserted", report.inserted(),
                        "updated", report.updated(), "unchanged", report.unchanged(), "rejected", report.rejectedRows())));
        ctx.status(202);
        JobHandler.send(ctx, JobJson.whole(job));
    }

    /// 204; 403, 404.
    void delete(Context ctx, Parameters parameters, Caller caller) {
        SentImports.Sent sent = own(PathParameters.id(ctx), caller);
        long id = sent.file().id();
        if (!imports.delete(sent, () -> Trail.of(ctx).note("import " + id, Map.of("layer", sent.file().layer().key())))) {
            throw SentImports.missing(id);
        }
        ctx.status(204);
    }

    private SentImports.Sent own(long id, Caller caller) {
        requireEverywhere(caller);
        return imports.find(id)
                .filter(sent -> sent.file().by().id() == caller.account() || caller.mayEverywhere(Role.ADMIN))
                .orElseThrow(() -> SentImports.missing(id));
    }

    private static void requireEverywhere(Caller caller) {
        if (!caller.mayEverywhere(Role.IMPORTER)) {
            throw new Problem.Forbidden(
                            "'" + caller.name() + "' may bring in data in a part of the map only,"
                                    + " and a file may have rows of all.",
                            "Ask an admin for the role importer everywhere.",
                            Map.of("reason", "role_missing", "roles", List.of(Role.IMPORTER.key())))
                    .asException();
        }
    }

    private static Actor actor(Caller caller) {
        return new Actor(caller.account(), caller.name());
    }

    private static Layer layer(Parameters parameters) {
        String key = parameters.requiredText("layer");
        return Layer.find(key).filter(SentImports.LAYERS::contains).orElseThrow(() -> new Problem.BadInput(
                "The query parameter 'layer' is '" + key + "'.",
                "It must be " + String.join(", ", LAYERS) + "; grids and branches change by plans, or by ./wangge import.",
                Map.of("parameter", "layer", "value", key, "allowed", LAYERS)).asException());
    }

    private static SentImports.Options options(Parameters parameters) {
        String strict = parameters.text("strict").orElse("false");
        if (!strict.equals("true") && !strict.equals("false")) {
            throw Parameters.bad("strict", strict, "true or false");
        }
        String crs = plain(parameters, "crs");
        if (crs != null && Crs.find(crs).isEmpty()) {
            throw Parameters.bad("crs", crs, "a coordinate system such as EPSG:4326, EPSG:4490, EPSG:4527, GCJ-02 or BD-09");
        }
        var options = new SentImports.Options(crs, plain(parameters, "table"), strict.equals("true"), columns(parameters));
        SentImports.require(options);
        return options;
    }

    private static String plain(Parameters parameters, String name) {
        String text = parameters.text(name).orElse(null);
        if (text != null && (text.isBlank() || PlainText.fault(text) != null)) {
            throw Parameters.bad(name, text, "a name in plain characters");
        }
        return text;
    }

    /// The column of ours by the field of the file, as a JSON object of texts.
    private static Map<String, String> columns(Parameters parameters) {
        String text = parameters.text("columns").orElse("{}");
        try {
            JsonNode json = Json.MAPPER.readTree(text);
            if (json.isObject() && json.properties().stream().allMatch(e -> e.getValue().isTextual())) {
                Map<String, String> columns = new LinkedHashMap<>();
                json.properties().forEach(e -> columns.put(e.getKey(), e.getValue().asText()));
                return columns;
            }
        } catch (JsonProcessingException e) {
            Json.givenTwice(e).ifPresent(column -> {
                throw new Problem.BadInput("The query parameter 'columns' names the column " + column + " twice.",
                        "Name it once.", Map.of("parameter", "columns")).asException();
            });
        }
        throw Parameters.bad("columns", text, "JSON such as {\"households\":\"住户数\"}: a column, and what the file calls it");
    }

    private static Map<String, Object> json(SentImports.Sent sent) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", sent.file().id());
        json.put("name", sent.file().name());
        json.put("bytes", sent.file().bytes());
        json.put("layer", sent.file().layer().key());
        json.put("crs", sent.options().crs());
        json.put("table", sent.options().table());
        json.put("strict", sent.options().strict());
        json.put("columns", sent.options().columns());
        json.put("by", ordered("id", sent.file().by().id(), "name", sent.file().by().name()));
        json.put("created_at", sent.file().createdAt());
        json.put("expires_at", sent.file().createdAt().plus(SentImports.KEPT));
        json.put("check", sent.check() == null ? null : JobJson.brief(sent.check()));
        json.put("commit", sent.commit() == null ? null : JobJson.brief(sent.commit()));
        json.put("found", sent.check() == null ? null : JobJson.parsed(sent.check().result()));
        json.put("report", sent.commit() == null ? null : JobJson.parsed(sent.commit().result()));
        return json;
    }
}
