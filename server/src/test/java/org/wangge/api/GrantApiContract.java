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

    /// Else an admin of any grid could take it over, by a new password, before its owner is given a role elsewhere.
    @Test
    void anAccountWithoutRolesIsForAdminsOfEverything() {
        String[] south = {"Authorization", "Bearer "
                + server.token("admin-" + names++, List.of(new Grant(Role.ADMIN, new Scope.OfGrid(p1))))};
        String name = "user" + names++;
        Answer without = server.bare("POST", "/api/accounts", "{\"name\":\"" + name + "\"}", south);
        assertEquals("403 The account would have no role, and 'admin-N' does not administer everything. "
                + "Give it a role inside the subtree that you administer.", refused(without));
        assertEquals("account_without_role", without.json().get("reason").asText());
        JsonNode made = server.post("/api/accounts", "{\"name\":\"" + name + "\"}").json();
        String account = "/api/accounts/" + made.get("id").asLong();
        String words = "403 '" + name.replaceAll("\\d+", "N") + "' has no role, and 'admin-N' does not administer everything. "
                + "Ask an admin of everything to give it one.";
        assertEquals(words, refused(server.bare("GET", account, null, south)));
        for (String change : List.of("{\"new_password\":true}", "{\"disabled\":true}", "{\"person\":\"W1\"}",
                "{\"grants\":[{\"role\":\"planner\",\"grid\":" + id("A") + "}]}")) {
            assertEquals(words, refused(server.bare("PATCH", account, change, south)), change);
        }
        assertEquals(words, refused(server.bare("DELETE", account, null, south)));
        for (JsonNode a : server.bare("GET", "/api/accounts", null, south).json().get("accounts")) {
            assertFalse(a.get("grants").isEmpty(), a.toString());
        }
        assertEquals(made.get("version"), server.send("GET", account, null).json().get("version"), "nothing was changed");

        String inSouth = "{\"grants\":[{\"role\":\"planner\",\"grid\":" + id("A") + "}]}";
        assertEquals(200, server.send("PATCH", account, inSouth).status());
        assertEquals(200, server.bare("PATCH", account, "{\"disabled\":true}", south).status(), "now it lies there");
        assertEquals(200, server.bare("PATCH", account, "{\"grants\":[]}", south).status());
        assertEquals(words, refused(server.bare("PATCH", account, inSouth, south)), "what is let go is gone");
    }

    /// Status and words, with other numbers than those of this run.
    private static String refused(Answer answer) {
        return answer.status() + " " + (answer.json().get("detail").asText() + " " + answer.json().get("remedy").asText())
                .replaceAll("(admin-|user)\\d+", "$1N");
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
        Await.until("the session knows", Duration.ofSeconds(60), () -> person(browser).equals("null"));
    }

    private static String person(Browser browser) {
        return browser.send("GET", "/api/session", null).json().at("/account/person").toString();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{\"name\":\"a b\"}|400|The account can't be kept: name is 'a b'; it must be 1..100 letters, digits or ._@+- without "
                + "spaces, in lower case, and begin with a letter or digit.",
        "{\"name\":\"tester\"}|409|There is an account 'tester' already.",
        "{\"name\":\"ｔｅｓｔｅｒ\"}|409|There is an account 'tester' already.",
        "{\"name\":\"t\\u0435ster\"}|400|The account can't be kept: name is 't\u0435ster', which has CYRILLIC SMALL LETTER IE "
                + "(U+0435) at position 2 among letters of the script LATIN, some of which look alike.",
        "{\"name\":\"tes\\u200bter\"}|400|The account can't be kept: name is 'tes\u200bter', which has ZERO WIDTH SPACE (U+200B) "
                + "at position 4, which can't be seen.",
        "{\"name\":\"x\",\"grants\":[{\"role\":\"planner\",\"grid\":999}]}|400|There is no grid 999.",
        "{\"name\":\"a\",\"name\":\"b\"}|400|The body has the field 'name' twice.",
    })
    void whatIsWrongWithAnAccountIsSaid(String body, int status, String detail) {
        Answer answer = server.post("/api/accounts", body);

        assertEquals(status + " " + detail, answer.status() + " " + answer.json().get("detail").asText());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{\"name\":\"x\",\"password\":\"secret\"}|The field 'password' of the body is not known.|"
                + "Use display_name, grants, name, person.",
        "{\"name\":\"x\",\"grants\":[{\"role\":\"viewer\"},{\"role\":\"king\"}]}|"
                + "In grants[1], the role is 'king'; it must be one of viewer, reporter, planner, approver, "
                + "manager, importer, admin.|"
                + "Use one of these roles.",
        "{\"name\":\"x\",\"grants\":[{\"role\":\"planner\",\"grid\":1,\"branch\":1}]}|"
                + "The field 'grants[0]' of the body has both a branch and a grid.|"
                + "Give one of them; for two places make two grants.",
        "{\"name\":\"x\",\"grants\":[{\"role\":\"planner\",\"gird\":1}]}|"
                + "The field 'grants[0].gird' of the body is not known.|Use branch, grid, role.",
        "{\"name\":\"x\",\"grants\":{\"role\":\"planner\"}}|The field 'grants' of the body is an object.|"
                + "It must be a list of {\"role\": …, \"branch\" or \"grid\": id}.",
        "{\"name\":\"x\",\"grants\":[\"planner\"]}|The field 'grants[0]' of the body is a text.|"
                + "Send {\"role\": …} with at most one of \"branch\" and \"grid\", an id; with neither it holds everywhere.",
        "{\"name\":\"x\",\"grants\":[{\"grid\":1}]}|The field 'grants[0].role' of the body is missing.|"
                + "Send {\"role\": …} with at most one of \"branch\" and \"grid\", an id; with neither it holds everywhere.",
        "{\"name\":\"x\",\"grants\":[{\"role\":7}]}|The field 'grants[0].role' of the body is 7.|"
                + "Send {\"role\": …} with at most one of \"branch\" and \"grid\", an id; with neither it holds everywhere.",
        "{\"name\":\"x\",\"grants\":[{\"role\":\"planner\",\"grid\":\"1\"}]}|"
                + "The field 'grants[0].grid' of the body is a text.|It must be an id, a whole number, or null.",
        "{\"name\":\"x\",\"grants\":[{\"role\":\"planner\",\"branch\":-1.5}]}|"
                + "The field 'grants[0].branch' of the body is -1.5.|It must be an id, a whole number, or null.",
        "{\"name\":7}|The field 'name' of the body is 7.|It must be a text.",
        "{}|The field 'name' of the body is missing.|Send it as a text.",
        "{\"name\":null}|The field 'name' of the body is null.|Send it as a text.",
        "{\"name\":\" \"}|The field 'name' of the body is blank.|Send a text that is not.",
        "{\"name\":\"x\\u0007\"}|The field 'name' of the body has a control character at position 2.|"
                + "Write it in plain characters.",
        "[]|The body is a list.|Send a JSON object.",
        "\"x\"|The body is a text.|Send a JSON object.",
        "{\"name\":\"secret|The body is not JSON: it ends, or goes wrong, at line 1, column 16.|Send a JSON object.",
    })
    void ofABodyItIsSaidWhatIsWrongWithWhichFieldAndHowToMendIt(String body, String detail, String remedy) {
        Answer answer = server.post("/api/accounts", body);

        assertEquals(400, answer.status());
        assertEquals(detail + " " + remedy, answer.json().get("detail").asText() + " " + answer.json().get("remedy").asText());
    }

    @Test
    void numbersAndListsOfABodySayTheirBounds() {
        Browser browser = member("[{\"role\":\"viewer\"}]");
        assertEquals("The field 'days' of the body is 400. It must be a whole number from 1 to 366.",
                refusal(browser.send("POST", "/api/tokens", "{\"name\":\"x\",\"days\":400}")));
        assertEquals("The field 'days' of the body is 1.5. It must be a whole number from 1 to 366.",
                refusal(browser.send("POST", "/api/tokens", "{\"name\":\"x\",\"days\":1.5}")));
        assertEquals("The field 'disabled' of the body is a text. It must be true or false.",
                refusal("PATCH", "/api/accounts/1", "{\"disabled\":\"yes\"}"));
        String many = "{\"name\":\"x\",\"grants\":[" + "{\"role\":\"viewer\"},".repeat(500) + "{\"role\":\"viewer\"}]}";
        assertEquals("The field 'grants' of the body has 501 entries. At most 500 are taken.",
                refusal("POST", "/api/accounts", many));
        String plan = "/api/plans/" + server.post("/api/plans", "{\"name\":\"x\"}").json().get("id").asLong();
        assertEquals("The field 'grids[1]' of the body is null. It must be an id, a whole number.",
                refusal("PUT", plan + "/presence", "{\"grids\":[1,null]}"));
        assertEquals("The field 'grids' of the body is an object. It must be a list of ids, whole numbers.",
                refusal("PUT", plan + "/presence", "{\"grids\":{}}"));
        assertEquals("attributes.yellow_cards is 1.5; it must be a whole number or null. "
                        + "Send {\"type\":\"setAttributes\",\"grid\":A,\"attributes\":{\"name\":\"…\"}}.",
                refusal("POST", plan + "/preview", "{\"type\":\"setAttributes\",\"grid\":" + id("D")
                        + ",\"attributes\":{\"yellow_cards\":1.5}}"));
    }

    private String refusal(String method, String path, String body) {
        return refusal(server.send(method, path, body));
    }

    private static String refusal(Answer answer) {
        assertEquals(400, answer.status(), answer.text());
        return answer.json().get("detail").asText() + " " + answer.json().get("remedy").asText();
    }
}
