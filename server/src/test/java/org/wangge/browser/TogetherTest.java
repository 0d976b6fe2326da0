package org.wangge.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.wangge.browser.City.PASSWORD;
import static org.wangge.browser.City.testId;
import static org.wangge.browser.Steps.change;
import static org.wangge.browser.Steps.draft;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.wangge.browser.City.Stroke;
import org.wangge.testing.TestServer;

/// Two people in one plan, in Chromium on the sample city: what each sees of the other, and that nobody's work is overwritten or
/// lost when both are about to save (412).
@Timeout(300)
class TogetherTest extends CityFixture {

    private static TestServer.Browser planner;
    private static TestServer.Browser second;
    private static TestServer.Browser approver;

    @BeforeAll
    static void start() throws Exception {
        planner = city.server.member("li", PASSWORD, "[{\"role\":\"planner\"}]");
        second = city.server.member("zhao", PASSWORD, "[{\"role\":\"planner\"}]");
        approver = city.server.member("zhou", PASSWORD, "[{\"role\":\"approver\"}]");
    }

    @Test
    void whoOnlyLooksIsSaidToLookAndWhoDrawsToEditWithTheGrids() {
        Stroke stroke = city.findStroke(0);
        long plan = draft(planner, "Presence", stroke);
        try (Seat mine = city.desk(planner);
                Seat theirs = city.desk(second);
                Seat reviews = city.desk(approver)) {
            Page page = mine.open("/?lang=en&plan=" + plan);
            Page other = theirs.open("/?lang=zh-CN&plan=" + plan);
            says(page, "zhao is looking");
            says(other, "li 正在查看");
            other.keyboard().press("r");
            String names = name(stroke.a()) + ", " + name(stroke.b());
            says(page, "zhao is editing: " + names);
            City.picture(page, "presence");
            other.keyboard().press("v");
            says(page, "zhao is looking");
            other.close();
            page.waitForFunction("() => !document.querySelector('[data-testid=editor]')", null, City.patience());
            change(planner, plan, "submit", "");
            reviews.open("/?lang=en&plan=" + plan);
            says(page, "zhou is looking");
        }
    }

    @Test
    void whatIsBeingWrittenAboutAGridStaysWhateverOthersDoMeanwhile() {
        long grid = city.findStroke(5).a();
        long plan = draft(planner, "Words");
        try (Seat seat = city.desk(planner)) {
            Page page = seat.open("/?lang=en&plan=" + plan + "&grid=" + grid);
            testId(page, "grid-edit").click();
            testId(page, "attribute-name").fill("Half a na");
            testId(page, "attribute-cards-1").check();
            testId(page, "attribute-name").evaluate("i => i.setSelectionRange(4, 4)");
            testId(page, "attribute-name").focus();
            long other = draft(second, "Sooner");
            String words = "{\"type\":\"setAttributes\",\"grid\":" + grid
                    + ",\"attributes\":{\"kind\":\"Quarter\",\"name\":\"Old town\"}}";
            change(second, other, "commands", words);
            Steps.publish(other, second, approver);
            page.waitForFunction("() => document.querySelector('[data-testid=grid-card] h2').textContent === 'Old town'", null,
                    City.patience());
            change(second, plan, "commands", city.findStroke(6).command());
            page.waitForFunction("() => window.wangge.state().plan.commands.length === 1", null, City.patience());
            assertEquals("Half a na", testId(page, "attribute-name").inputValue());
            assertTrue(testId(page, "attribute-cards-1").isChecked());
            page.keyboard().type(",");
            assertEquals("Half, a na", testId(page, "attribute-name").inputValue(), "the caret has stayed, too");
            City.picture(page, "form-kept");
            testId(page, "attributes-save").click();
            testId(page, "grid-edit").waitFor();
            JsonNode saved = city.server.get("/api/plans/" + plan).json().at("/commands/1/command/attributes");
            assertEquals("{\"name\":\"Half, a na\",\"yellow_cards\":1}", saved.toString(), "only what was written here");
            testId(page, "grid-edit").click();
            assertEquals("Half, a na", testId(page, "attribute-name").inputValue());
            assertEquals("Quarter", testId(page, "attribute-kind").inputValue(), "a new form knows what others have done");
        }
    }

    @Test
    void aStepWhoseGridsSomebodyElseHasJustChangedIsNotSavedAndOfferedAgain() {
        Stroke stroke = city.findStroke(1);
        long plan = draft(planner, "Race");
        try (Seat seat = city.desk(planner)) {
            Page page = seat.open("/?lang=en&plan=" + plan);
            testId(page, "plan-close").waitFor();
            String pair = "[" + stroke.a() + "," + stroke.b() + "]";
            overtake(page, plan, "{\"type\":\"merge\",\"grids\":" + pair + ",\"into\":" + stroke.a() + "}");
            drawn(page, stroke);
            testId(page, "unsaved").waitFor();
            String words = testId(page, "unsaved").textContent();
            assertTrue(words.contains("Not saved: Border " + name(stroke.a()) + " ↔ " + name(stroke.b())), words);
            assertTrue(words.contains("zhao changed the same grids of this plan meanwhile"), words);
            page.waitForFunction(
                    "() => window.wangge.state().plan.commands.map(c => c.command.type).join() === 'merge'", null,
                    City.patience());
            assertEquals(List.of("merge zhao"), commands(plan), "theirs is untouched");
            assertEquals("Not saved", testId(page, "saved").textContent());
            City.picture(page, "unsaved");

            testId(page, "unsaved-again").click();
            page.waitForFunction(
                    "() => !document.querySelector('[data-testid=unsaved]').textContent.includes('meanwhile')",
                    null, City.patience());
            assertEquals(List.of("merge zhao"), commands(plan), "it still can't be done, and is still there");
            change(second, plan, "undo", "");
            page.waitForFunction("() => window.wangge.state().plan.commands.every(c => c.undone)", null, City.patience());
            testId(page, "unsaved-again").click();
            page.waitForFunction("() => window.wangge.state().unsaved.length === 0", null, City.patience());
            assertEquals(List.of("reshape li"), commands(plan));
            assertFalse(testId(page, "unsaved").isVisible());
        }
    }

    @Test
    void aStepElsewhereIsAddedAfterThatOfSomebodyFaster() {
        Stroke stroke = city.findStroke(2);
        Stroke elsewhere = apart(stroke);
        long plan = draft(planner, "Side by side");
        try (Seat seat = city.desk(planner)) {
            Page page = seat.open("/?lang=en&plan=" + plan);
            testId(page, "plan-close").waitFor();
            overtake(page, plan, elsewhere.command());
            drawn(page, stroke);
            page.waitForFunction("() => window.wangge.state().plan.commands.length === 2", null, City.patience());
            String told = testId(page, "toast-info").last().textContent();
            assertTrue(told.contains("zhao changed this plan meanwhile; your step was added after theirs"), told);
            assertEquals(List.of("reshape zhao", "reshape li"), commands(plan));
            assertEquals(0, testId(page, "unsaved").count());
        }
    }

    @Test
    void wordsOfAReviewThatCameTooLateAreKeptForTheNextTry() {
        long plan = draft(planner, "Withdrawn", city.findStroke(3));
        change(planner, plan, "submit", "");
        try (Seat seat = city.desk(approver)) {
            Page page = seat.open("/?lang=en&plan=" + plan);
            testId(page, "return").click();
            testId(page, "words").fill("Not across the canal");
            change(planner, plan, "withdraw", "");
            testId(page, "confirm").click();
            testId(page, "toast-error").waitFor();
            page.waitForFunction("() => window.wangge.state().plan.status === 'draft'", null, City.patience());
            change(planner, plan, "submit", "");
            testId(page, "return").click();
            assertEquals("Not across the canal", testId(page, "words").inputValue());
            testId(page, "confirm").click();
            page.waitForFunction("() => window.wangge.state().plan.status === 'returned'", null, City.patience());
        }
    }

    /// Lets the other planner add a command after the page has sent its own, and before the server has it.
    private static void overtake(Page page, long plan, String command) {
        AtomicBoolean first = new AtomicBoolean(true);
        page.route("**/api/plans/*/commands", route -> {
            if (first.getAndSet(false)) {
                change(second, plan, "commands", command);
            }
            route.resume();
        });
    }

    private static void drawn(Page page, Stroke stroke) {
        City.look(page, stroke.path()[4]);
        page.keyboard().press("r");
        testId(page, "tool-card").waitFor();
        City.draw(page, stroke);
        page.mouse().up();
    }

    private static Stroke apart(Stroke stroke) {
        for (int skip = 3;; skip++) {
            Stroke other = city.findStroke(skip);
            if (List.of(other.a(), other.b()).stream().noneMatch(List.of(stroke.a(), stroke.b())::contains)) {
                return other;
            }
        }
    }

    private static void says(Page page, String words) {
        page.waitForFunction(
                "words => document.querySelector('[data-testid=editor]')?.textContent === words", words, City.patience());
    }

    /// Those that count, as type and author.
    private static List<String> commands(long plan) {
        List<String> commands = new ArrayList<>();
        for (JsonNode c : city.server.get("/api/plans/" + plan).json().get("commands")) {
            if (!c.get("undone").asBoolean()) {
                commands.add(c.at("/command/type").asText() + " " + c.at("/author/name").asText());
            }
        }
        return commands;
    }

    private static String name(long grid) {
        return city.server.get("/api/grids/" + grid).json().get("name").asText();
    }
}
