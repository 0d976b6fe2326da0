package org.wangge.api;

import static org.wangge.api.GridHandler.ordered;

import com.fasterxml.jackson.databind.util.RawValue;
import de.siegmar.fastcsv.writer.CsvWriter;
import io.javalin.http.Context;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.wangge.access.Audit;
import org.wangge.access.Caller;
import org.wangge.api.wire.Json;
import org.wangge.api.wire.Parameters;
import org.wangge.model.AuditEntry;
import org.wangge.model.Role;
import org.wangge.problem.Problem;
import org.wangge.store.account.AuditTrail.Filter;

/// The audit trail, for admins of everything.
final class AuditHandler {

    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 1_000;

    private final Audit audit;

    AuditHandler(Audit audit) {
        this.audit = audit;
    }

    /// 200: lines, newest first, with `next` for the page after; or all of them as CSV; 400, 403.
    void list(Context ctx, Parameters parameters, Caller caller) throws IOException {
        if (!caller.mayEverywhere(Role.ADMIN)) {
            throw new Problem.Forbidden(
                            "'" + caller.name() + "' does not administer everywhere, and the audit trail is of everywhere.",
                            "Ask an admin of everything.",
                            Map.of("reason", "role_missing", "roles", List.of(Role.ADMIN.key())))
                    .asException();
        }
        Filter filter = new Filter(
                parameters.text("actor").orElse(null),
                parameters.text("action").orElse(null),
                parameters.text("subject").orElse(null),
                parameters.dayOrTime("from").orElse(null),
                parameters.dayOrTime("to").orElse(null));
        long before = parameters.identifier("before", Long.MAX_VALUE);
        String format = parameters.text("format").orElse("json");
        int limit = parameters.integer("limit", DEFAULT_LIMIT, 1, MAX_LIMIT);
        switch (format) {
            case "json" -> {
                List<AuditEntry> lines = audit.page(filter, before, limit);
                ctx.contentType("application/json").result(Json.bytes(ordered(
                        "entries", lines.stream().map(AuditHandler::line).toList(),
                        "next", lines.size() < limit ? null : lines.getLast().id())));
            }
            case "csv" -> csv(ctx, filter, before);
            default -> throw Parameters.bad("format", format, "json or csv");
        }
    }

    private void csv(Context ctx, Filter filter, long before) throws IOException {
        ctx.contentType("text/csv; charset=utf-8").header("Content-Disposition", "attachment; filename=\"wangge-audit.csv\"");
        try (CsvWriter csv = CsvWriter.builder()
                .build(new BufferedWriter(new OutputStreamWriter(ctx.outputStream(), StandardCharsets.UTF_8)))) {
            csv.writeRecord("id", "at", "actor_id", "actor", "action", "subject", "detail", "address");
            long last = before;
            while (true) {
                List<AuditEntry> lines = audit.page(filter, last, MAX_LIMIT);
                for (AuditEntry e : lines) {
                    csv.writeRecord(
                            String.valueOf(e.id()), e.at().toString(), String.valueOf(e.actor()), cell(e.actorName()),
                            cell(e.action()), cell(e.subject()),
                            cell(e.detail()), cell(e.address()));
                }
                if (lines.size() < MAX_LIMIT) {
                    return;
                }
                last = lines.getLast().id();
            }
        }
    }

    /// A spreadsheet takes a text that begins so for a formula.
    private static String cell(String text) {
        return text == null ? "" : !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    }

    private static Map<String, Object> line(AuditEntry e) {
        return ordered(
                "id", e.id(),
                "at", e.at(),
                "actor_id", e.actor() == 0 ? null : e.actor(),
                "actor", e.actorName(),
                "action", e.action(),
                "subject", e.subject(),
                "detail", new RawValue(e.detail()),
                "address", e.address());
    }
}
