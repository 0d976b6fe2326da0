package org.wangge.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.wangge.model.Table;
import org.wangge.testing.TestDatabases;
import org.wangge.testing.TestServer.Answer;
import org.wangge.testing.TestServer.Browser;
import org.wangge.testing.TestServer;
import org.wangge.testing.TestTown;

/// The audit trail and what it tells of are one transaction; the same on both databases.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class AuditContract {

    private static final List<String> TABLES = List.of(
            "basemaps",
            "plans", "plan_commands", "plan_events", "plan_comments", "revisions", "grid_lineage", "grid_history", "accounts",
            // the rest of a token tells when it was used
            "(select id, account_id, name from api_tokens) t", "audit");

    private TestDatabases.Database database;
    private TestServer server;
    private Browser planner;
    private Browser approver;

    abstract TestDatabases.Database provide() throws Exception;

    @BeforeAll
    void start() throws Exception {
        database = provide();
        var store = database.open(TestTown.CONTENT);
        server = new TestServer(store);
        planner = server.member("pan", "correct horse 9", "[{\"role\":\"planner\"},{\"role\":\"admin\"}]");
        approver = server.member("app", "correct horse 9", "[{\"role\":\"approver\"}]");
        breakTrail();
    }

    @AfterAll
    void stop() throws Exception {
        server.close();
        database.close();
    }

    @Test
    void noChangeStandsWithoutItsLineAndNoLineWithoutItsChange() throws Exception {
        long plan = id(changes("plan.create", () -> planner.send("POST", "/api/plans", "{\"name\":\"north\"}")));
        changes("plan.command", () -> planner.change(plan, "commands", reshape()));
        changes("plan.undo", () -> planner.change(plan, "undo", ""));
        changes("plan.redo", () -> planner.change(plan, "redo", ""));
        changes("plan.rename", () -> send(planner, "PATCH", plan, "{\"name\":\"south\"}"));
        changes("plan.rebase", () -> planner.change(plan, "rebase", "{\"choose\":\"mine\"}"));
        changes("plan.comment", () -> planner.send("POST", "/api/plans/" + plan + "/comments", "{\"note\":\"why?\"}"));
        long copy = id(changes("plan.copy", () -> planner.send("POST", "/api/plans/" + plan + "/copy", "{\"name\":\"copy\"}")));
        changes("plan.delete", () -> send(planner, "DELETE", copy, null));
        changes("plan.submit", () -> planner.change(plan, "submit", ""));
        changes("plan.withdraw", () -> planner.change(plan, "withdraw", ""));
        changes("plan.submit", () -> planner.change(plan, "submit", ""));
        changes("plan.return", () -> approver.change(plan, "return", "{\"reason\":\"too big\"}"));
        changes("plan.submit", () -> planner.change(plan, "submit", ""));
        changes("plan.approve", () -> approver.change(plan, "approve", ""));
        changes("plan.publish", () -> planner.change(plan, "publish", ""));
        changes("plan.restore", () -> planner.send("POST", "/api/revisions/0/restore", null));
        long account = id(changes("account.create", () -> planner.send("POST", "/api/accounts", "{\"name\":\"new\"}")));
        changes("account.change", () -> planner.send("PATCH", "/api/accounts/" + account, "{\"disabled\":true}"));
        changes("account.delete", () -> planner.send("DELETE", "/api/accounts/" + account, null));
        long token = id(changes("token.create",
                () -> planner.send("POST", "/api/tokens", "{\"name\":\"t\",\"grants\":[{\"role\":\"viewer\"}]}")));
        changes("token.revoke", () -> planner.send("DELETE", "/api/tokens/" + token, null));
        changes("basemap.change",
                () -> planner.send("PATCH", "/api/basemaps", "{\"version\":0,\"words\":[\"tianditu-vec,key=SECRET\"]}"));
        assertEquals(Set.of(), keysWithoutWords());
    }

    /// What the lines tell by keys for which the page has no words.
    private Set<String> keysWithoutWords() throws Exception {
        Set<String> keys = new TreeSet<>();
        try (Connection c = database.connect();
                Statement s = c.createStatement();
                ResultSet r = s.executeQuery("select detail from audit")) {
            while (r.next()) {
                server.json(r.getString(1)).fieldNames().forEachRemaining(keys::add);
            }
        }
        assertTrue(keys.size() > 5, keys.toString());
        JsonNode texts = server.json(Files.readString(Path.of("../web/src/i18n/access/zh-CN.json")));
        keys.removeIf(key -> texts.has("audit.key." + key));
        return keys;
    }

    /// Sends it while no line can be written, which must change nothing at all, and then again: one change, one line.
    private Answer changes(String action, Supplier<Answer> request) throws SQLException {
        List<String> before = everything();
        database.sql("update trail_broken set broken = 1");
        Answer refused = request.get();
        database.sql("update trail_broken set broken = 0");
        assertTrue(refused.status() >= 400, action + " " + refused.status() + " " + refused.text());
        assertEquals(before, everything(), action);
        int lines = lines(action);
        Answer done = request.get();
        assertTrue(done.status() < 300, action + " " + done.status() + " " + done.text());
        assertEquals(lines + 1, lines(action), action);
        return done;
    }

    private int lines(String action) throws SQLException {
        try (Connection c = database.connect();
                Statement s = c.createStatement();
                ResultSet r = s.executeQuery("select count(*) from audit where action = '" + action + "'")) {
            r.next();
            return r.getInt(1);
        }
    }

    private List<String> everything() throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection c = database.connect(); Statement s = c.createStatement()) {
            for (String table : TABLES) {
                try (ResultSet r = s.executeQuery("select * from " + table + " order by 1")) {
                    while (r.next()) {
                        StringBuilder row = new StringBuilder(table);
                        for (int i = 1; i <= r.getMetaData().getColumnCount(); i++) {
                            row.append(' ').append(r.getString(i));
                        }
                        rows.add(row.toString());
                    }
                }
            }
        }
        return rows;
    }

    /// From now on a line is refused while `trail_broken` says so.
    private void breakTrail() throws SQLException {
        database.sql("create table trail_broken (broken integer)", "insert into trail_broken values (0)");
        if (database.url().startsWith("jdbc:sqlite:")) {
            database.sql("create trigger break_trail before insert on audit when (select broken = 1 from trail_broken)"
                    + " begin select raise(abort, 'the trail is broken'); end");
        } else {
            database.sql("create function break_trail() returns trigger language plpgsql as $$ begin if (select broken = 1 from "
                    + "trail_broken)"
                            + " then raise exception 'the trail is broken'; end if; return new; end $$",
                    "create trigger break_trail before insert on audit for each row execute function break_trail()");
        }
    }

    private Answer send(Browser by, String method, long plan, String body) {
        return server.bare(method, "/api/plans/" + plan, body, "Cookie", by.cookie(), "X-CSRF-Token", by.csrf(),
                "If-Match", server.tag(plan));
    }

    private static long id(Answer answer) {
        return answer.json().get("id").asLong();
    }

    private String reshape() {
        var codes = server.store().codes(Table.GRIDS);
        return ("{\"type\":\"reshape\",\"between\":[%d,%d],\"path\":{\"type\":\"LineString\",\"coordinates\":[[117.01,39.002],"
                + "[117.012,39.005],[117.01,39.008]]}}")
                .formatted(codes.get("A"), codes.get("B"));
    }
}
