package org.wangge.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.wangge.browser.City.PASSWORD;
import static org.wangge.browser.City.testId;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.wangge.browser.City.Stroke;
import org.wangge.testing.TestServer;

/// Who is in charge and which cards a grid has, from the planner's form to the approver's eyes, in Chromium on the sample city.
@Timeout(300)
class PersonsTest extends CityFixture {

    private static final List<String> CARDS = List.of("No yellow card", "1 yellow card: warned",
            "2 yellow cards: replacement due");

    private static TestServer.Browser planner;
    private static TestServer.Browser approver;

    @BeforeAll
    static void start() throws Exception {
        planner = city.server.member("li", PASSWORD, "[{\"role\":\"planner\"}]");
        approver = city.server.member("zhou", PASSWORD, "[{\"role\":\"approver\"}]");
    }

    @Test
    void aPlannerHandsAGridOverWithItsCardsAndTheApproverSeesFromWhomToWhom() {
        Stroke stroke = city.findStroke(1);
        JsonNode before = city.server.get("/api/grids/" + stroke.a()).json();
        JsonNode other = city.server.get("/api/grids/" + stroke.b()).json();
        JsonNode taker = city.server.get("/api/persons?limit=1").json().at("/persons/0");
        String title = taker.get("name").asText() + " (" + taker.get("code").asText() + ")";
        long plan = planner.send("POST", "/api/plans", "{\"name\":\"Hand over\"}").json().get("id").asLong();
        change(planner, plan, "commands", stroke.command());
        try (Seat mine = city.desk(planner);
                Seat theirs = city.desk(approver)) {
            Page page = mine.open("/?lang=en&plan=" + plan + "&grid=" + stroke.a());
            testId(page, "grid-edit").click();
            Locator person = testId(page, "attribute-person");
            assertEquals(before.at("/persons/0/name").asText() + " (" + before.at("/persons/0/code").asText() + ")",
                    person.inputValue());
            person.fill("nobody of this name");
            testId(page, "attributes-save").click();
            assertEquals("Choose a person from the list, or leave it empty for nobody.",
                    person.evaluate("i => i.validationMessage"));
            person.fill(taker.get("name").asText());
            page.waitForFunction("title => [...document.querySelectorAll('datalist option')].some(o => o.value === title)",
                    title);
            person.fill(title);
            testId(page, "attribute-cards-2").check();
            assertEquals("2 yellow cards: replacement due", testId(page, "cards-say").textContent());
            testId(page, "attributes-save").click();
            page.waitForFunction("() => window.wangge.state().plan.commands.length === 2", null, City.patience());
            // the panel says what the draft has, and what the published grid has
            Locator card = testId(page, "grid-card");
            testId(card, "was-person").waitFor();
            assertEquals("was " + before.at("/persons/0/name").asText(), testId(card, "was-person").textContent());
            assertTrue(card.locator(".persons").textContent()
                    .startsWith(taker.get("name").asText().substring(0, 1) + taker.get("name").asText()),
                    card.locator(".persons").textContent());
            assertEquals("2", testId(card, "cards").getAttribute("data-value"));
            assertEquals("was " + (before.get("yellow_cards").isNull() ? "None kept"
                    : CARDS.get(before.get("yellow_cards").asInt())),
                    testId(card, "was-cards").textContent());
            assertEquals("As this plan has it, not published yet", testId(card, "grid-drafted").textContent());
            JsonNode drafted = drafted(plan, stroke.a());
            assertEquals(drafted.at("/after/households").asText(), testId(card, "figure-households").getAttribute("data-value"));
            City.picture(page, "panel-drafted");
            testId(page, "undo").click();
            testId(card, "was-person").waitFor(
                    new Locator.WaitForOptions().setState(com.microsoft.playwright.options.WaitForSelectorState.DETACHED));
            assertTrue(card.locator(".persons").textContent().contains(before.at("/persons/0/name").asText()));
            testId(page, "redo").click();
            testId(card, "was-person").waitFor();
            testId(page, "finding-replacement_due").waitFor(
                    new Locator.WaitForOptions().setState(com.microsoft.playwright.options.WaitForSelectorState.ATTACHED));

            change(planner, plan, "submit", "");
            Page desk = theirs.open("/?lang=en&plan=" + plan);
            testId(desk, "approve").waitFor();
            Locator words = testId(desk, "words-changed");
            assertEquals("In charge: " + before.at("/persons/0/name").asText() + " (" + before.at("/persons/0/code").asText()
                    + ") → " + title,
                    words.locator("[data-attribute=person]").textContent());
            assertEquals("Yellow cards: " + (before.get("yellow_cards").isNull() ? "–" : before.get("yellow_cards").asText())
                    + " → 2",
                    words.locator("[data-attribute=yellow_cards]").textContent());
            String ours = " (" + before.get("code").asText() + ")";
            String neighbour = other.at("/persons/0/name").asText() + " (" + other.get("code").asText() + ")";
            List<String> hands = testId(desk, "hands").allTextContents();
            assertTrue(hands.contains("from " + neighbour + " to " + taker.get("name").asText() + ours)
                    || hands.contains("from " + before.at("/persons/0/name").asText() + ours + " to " + neighbour),
                    hands.toString());
            City.picture(desk, "review-persons");
            change(approver, plan, "approve", "");
            change(approver, plan, "publish", "");
            page.navigate(city.server.url() + "/?lang=en&grid=" + stroke.a());
            City.ready(page);
            testId(page, "cards").waitFor();
            assertEquals("2 yellow cards: replacement due", testId(page, "cards").textContent());
            assertTrue(page.locator(".persons").first().textContent().contains(taker.get("name").asText()));
        }
    }

    @Test
    void theKindOfAGridIsReadAndWrittenInTheLanguageAtHand() {
        Stroke stroke = city.findStroke(3);
        assertEquals("community", city.server.get("/api/grids/" + stroke.a()).json().get("kind").asText());
        try (Seat seat = city.desk(planner)) {
            Page page = seat.open("/?lang=zh-CN&grid=" + stroke.a());
            testId(page, "grid-edit").click();
            assertEquals("社区", testId(page, "attribute-kind").inputValue());
            testId(page, "attributes-save").click();
            testId(page, "grid-edit").waitFor();
            assertEquals("null", String.valueOf(page.evaluate("() => window.wangge.state().planId")), "nothing has changed");
            testId(page, "grid-edit").click();
            testId(page, "attribute-kind").fill("街道");
            testId(page, "attributes-save").click();
            page.waitForFunction("() => window.wangge.state().plan?.commands.length === 1");
            assertEquals("{kind=street}",
                    page.evaluate("() => window.wangge.state().plan.commands[0].command.attributes").toString());
        }
    }

    /// What the draft makes of a grid, by the server.
    private static JsonNode drafted(long plan, long grid) {
        for (JsonNode change : city.server.get("/api/plans/" + plan).json().at("/result/grids")) {
            if (change.get("id").asLong() == grid) {
                return change;
            }
        }
        throw new AssertionError("the draft does not touch " + grid);
    }

    private static void change(TestServer.Browser by, long plan, String step, String body) {
        TestServer.Answer answer = by.change(plan, step, body);
        assertEquals(200, answer.status(), answer::text);
    }
}
