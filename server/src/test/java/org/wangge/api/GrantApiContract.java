package org.wangge.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.wangge.model.Grant;
import org.wangge.model.Role;
import org.wangge.model.Scope;
import org.wangge.testing.Await;
import org.wangge.testing.TestServer.Answer;
import org.wangge.testing.TestServer.Browser;

/// Who may do what over HTTP, and what an account is: roles and where they hold, the person, what is wrong with a request.
abstract class GrantApiContract extends AccessApiFixture {

    @Test
    void theRefusalNamesRoleAndGrid() {
        String token = server.token("south-" + names++, List.of(new Grant(Role.PLANNER, new Scope.OfGrid(id("A")))));
        long plan = server.post("/api/plans", "{\"name\":\"x\"}").json().get("id").asLong();
        Answer answer = server.bare("POST", "/api/plans/" + plan + "/commands", reshape(), "If-Match", "\"0\"", "Authorization",
                "Bearer " + token);

        assertEquals(403, answer.status(), answer.text());
        assertTrue(answer.json().get("detail").asText().endsWith("is not planner in grid B."), answer.text());
        assertEquals("[\"planner\"]", answer.json().get("roles").toString());
        assertEquals(0, server.get("/api/plans/" + plan).json().get("commands").size(), "nothing was changed");
    }

    @Test
    void whoMovesAGridOfTheirsOutOfReachIsToldWhereTheyLackTheRoleNotThatTheGridIsNotTheirs() {
        String token = server.token("mover-" + names++, List.of(new Grant(
                Role.PLANNER, new Scope.OfGrid(p1))));
        long plan = server.post("/api/plans", "{\"name\":\"x\"}").json().get("id").asLong();
        Answer answer = server.bare("POST", "/api/plans/" + plan + "/commands",
                "{\"type\":\"setAttributes\",\"grid\":" + id("A") + ",\"attributes\":{\"parent\":" + id("P2") + "}}",
                "If-Match", "\"0\"", "Authorization", "Bearer " + token);

        assertEquals(403, answer.status(), answer.text());
        assertTrue(answer.json().get("detail").asText().endsWith("is not planner in grid P2."), answer.text());
        assertEquals(id("P2"), answer.json().get("grid").asLong());
    }

    /// By their own roles, or by a token that is good for a part of these.
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anAdminOfASubtreeGivesNothingBeyondIt(boolean byToken) {
        Grant there = new Grant(Role.ADMIN, new Scope.OfGrid(p1));
        Grant own = byToken ? new Grant(Role.ADMIN, Scope.EVERYWHERE) : there;
        String south = server.token("admin-" + names++, List.of(own), List.of(there));
        String[] key = {"Authorization", "Bearer " + south};
        String name = "user" + names++;
        assertEquals(403, server.bare("POST", "/api/accounts", "{\"name\":\"" + name + "\",\"grants\":[{\"role\":\"planner\"}]}",
                key).status());
        assertEquals(403, server.bare("POST", "/api/accounts",
                "{\"name\":\"" + name + "\",\"grants\":[{\"role\":\"planner\",\"grid\":" + id("P2") + "}]}", key).status());
        Answer made = server.bare("POST", "/api/accounts",
                "{\"name\":\"" + name + "\",\"grants\":[{\"role\":\"planner\",\"grid\":" + id("A") + "}]}", key);
        assertEquals(201, made.status(), made.text());
        long id = made.json().get("id").asLong();
        assertEquals(403, server.bare("PATCH", "/api/accounts/" + id, "{\"grants\":[{\"role\":\"admin\"}]}", key).status());
        assertEquals(200, server.bare("PATCH", "/api/accounts/" + id, "{\"grants\":[]}", key).status());
        for (JsonNode a : server.bare("GET", "/api/accounts", null, key).json().get("accounts")) {
            assertFalse(a.get("name").asText().equals("tester"), "it has roles elsewhere");
        }
        assertEquals(403, server.bare("GET", "/api/audit", null, key).status());
    }

    @Test
    void anAccountKnowsItsPersonAndWhatThatIsInChargeOf() {
        String name = "user" + names++;
        JsonNode made = server.post("/api/accounts", "{\"name\":\"" + name + "\",\"person\":\"W1\","
                + "\"grants\":[{\"role\":\"manager\",\"grid\":" + p1 + "}]}").json();
        assertEquals("W1", made.get("person").asText());
        String once = made.get("one_time_password").asText();
        Browser browser = server.signIn(name, once).changePassword(once, PASSWORD);
        assertEquals("{\"code\":\"W1\",\"name\":\"王伟\",\"grids\":[]}", person(browser));
        long plan = server.post("/api/plans", "{\"name\":\"x\"}").json().get("id").asLong();
        server.change(plan, "commands", "{\"type\":\"setAttributes\",\"grid\":" + id("D")
                + ",\"attributes\":{\"person\":\"W1\"}}");
        assertEquals(200, server.publish(plan).status());
        assertEquals("{\"code\":\"W1\",\"name\":\"王伟\",\"grids\":[" + id("D") + "]}", person(browser));

        String account = "/api/accounts/" + made.get("id").asLong();
        JsonNode renamed = server.send("PATCH", account, "{\"display_name\":\"x\"}").json();
        assertEquals("W1", renamed.get("person").asText(), "what is not named stays");
        Answer unknown = server.send("PATCH", account, "{\"person\":\"nobody\"}");
        assertEquals("400 There is no person with the code 'nobody'.",
                unknown.status() + " " + unknown.json().get("detail").asText());
        assertTrue(server.send("PATCH", account, "{\"person\":null}").json().get("person").isNull());
        Await.until("the session knows", Duration.ofSeconds(10), () -> person(browser).equals("null"));
    }

    private static String person(Browser browser) {
        return browser.send("GET", "/api/session", null).json().at("/account/person").toString();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{\"name\":\"a b\"}|400|The account can't be kept: name is 'a b'; it must be 1..100 letters, digits or ._@+- without "
                + "spaces, in lower case, and begin with a letter or digit.",
        "{\"name\":\"tester\"}|409|There is an account 'tester' already.",
        "{\"name\":\"x\",\"password\":\"secret\"}|400|The body has a field 'password'.",
        "{\"name\":\"x\",\"grants\":[{\"role\":\"king\"}]}|400|"
                + "In grants, the role is 'king'; "
                + "it must be one of viewer, reporter, planner, approver, manager, importer, admin.",
        "{\"name\":\"x\",\"grants\":[{\"role\":\"planner\",\"grid\":999}]}|400|There is no grid 999.",
        "{\"name\":\"x\",\"grants\":[{\"role\":\"planner\",\"grid\":1,\"branch\":1}]}|400|The field 'grants' of the body is not "
                + "right.",
        "{\"name\":\"x\",\"grants\":[{\"role\":\"planner\",\"gird\":1}]}|400|The field 'grants' of the body is not right.",
        "{\"name\":7}|400|The field 'name' of the body is not right.",
        "{|400|The body is not JSON.",
        "{\"name\":\"a\",\"name\":\"b\"}|400|The body has the field 'name' twice.",
    })
    void whatIsWrongWithAnAccountIsSaid(String body, int status, String detail) {
        Answer answer = server.post("/api/accounts", body);

        assertEquals(status + " " + detail, answer.status() + " " + answer.json().get("detail").asText());
    }
}
