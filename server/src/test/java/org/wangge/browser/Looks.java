package org.wangge.browser;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.gson.Gson;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// What anybody would see to be wrong in a page as it stands: texts that are cut, stick out or are of the other language,
/// controls
/// that lie on each other, and what the console and the network complained of. For the thread that runs the tests.
final class Looks implements AutoCloseable {

    private static final Path TEXTS = Path.of("../web/src/i18n");

    private static final String WRONG = """
            ([keys, foreign]) => {
                const found = [];
                const name = e => e.outerHTML.slice(0, 140);
                const { innerWidth: wide, innerHeight: high } = window;
                if (document.documentElement.scrollWidth > wide) found.push('the page is wider than the window');
                const top = document.querySelector('dialog[open]') ?? document.body;
                const shown = e => e.checkVisibility({ opacityProperty: true, visibilityProperty: true });
                const scrolls = e => /auto|scroll/.test(getComputedStyle(e).overflowX);
                const within = e => {
                    for (let a = e; a; a = a.parentElement) if (scrolls(a)) return true;
                    return false;
                };
                const wrongWords = text =>
                    keys.has(text) || foreign.has(text) || /\\{[a-z_]+\\}|undefined|NaN|\\[object/.test(text);
                const texts = document.createTreeWalker(top, NodeFilter.SHOW_TEXT);
                const range = document.createRange();
                while (texts.nextNode()) {
                    const text = texts.currentNode.data.trim();
                    const e = texts.currentNode.parentElement;
                    if (!text || e.closest('script, style, option') || !shown(e)) continue;
                    range.selectNodeContents(texts.currentNode);
                    const box = range.getBoundingClientRect();
                    // what is said to screen readers alone
                    if (box.width < 2 || e.closest('.sr, .visually-hidden, [aria-live]') || e.clientWidth === 1) continue;
                    if (wrongWords(text)) found.push(`wrong words: ${text} in ${name(e)}`);
                    const style = getComputedStyle(e);
                    const cut = /hidden|clip/.test(style.overflowX) && e.scrollWidth > e.clientWidth + 1;
                    if (cut && style.textOverflow !== 'ellipsis') found.push(`cut: ${name(e)}`);
                    const button = e.closest('button');
                    const edge = button?.getBoundingClientRect();
                    if (edge && style.textOverflow !== 'ellipsis' && !cut
                            && (box.left < edge.left - 1 || box.right > edge.right + 1))
                        found.push(`sticks out of its button: ${name(button)}`);
                    const seen = box.bottom > 0 && box.top < high;
                    if (seen && !within(e) && !e.closest('.leaflet-pane, #skip') && (box.left < -1 || box.right > wide + 1))
                        found.push(`outside of the window: ${name(e)}`);
                }
                for (const e of top.querySelectorAll('[aria-label], [title], [placeholder]'))
                    for (const words of ['aria-label', 'title', 'placeholder'])
                        if (shown(e) && wrongWords(e.getAttribute(words) ?? '')) found.push(`wrong ${words}: ${name(e)}`);
                const kinds = 'button, input, select, textarea, summary, a[href]';
                for (const e of top.querySelectorAll(kinds)) {
                    if (!shown(e)) continue;
                    const b = e.getBoundingClientRect();
                    const at = (x, y) => document.elementFromPoint(b.left + b.width * x, b.top + b.height * y)?.closest(kinds);
                    // what lies under a sheet or is scrolled away is not there
                    if (at(0.5, 0.5) !== e) continue;
                    for (const [x, y] of [[0.1, 0.1], [0.9, 0.1], [0.1, 0.9], [0.9, 0.9]]) {
                        const other = at(x, y);
                        if (other && other !== e && !other.contains(e) && !e.contains(other)) {
                            found.push(`${name(other)} lies on ${name(e)}`);
                            break;
                        }
                    }
                }
                return found;
            }""";

    private final Page page;
    private final List<String> complaints = new ArrayList<>();
    private final Consumer<ConsoleMessage> console = message -> {
        if (message.type().equals("error")) {
            complaints.add("console: " + message.text());
        }
    };
    private final Consumer<Response> response = answer -> {
        if (answer.status() >= 400) {
            complaints.add(answer.status() + " " + answer.url());
        }
    };
    /// What is no longer wanted is given up, which is no fault.
    private final Consumer<Request> failure = request -> {
        if (!request.failure().contains("ERR_ABORTED")) {
            complaints.add(request.failure() + " " + request.url());
        }
    };

    /// Listens to the page from now on.
    Looks(Page page) {
        this.page = page;
        page.onConsoleMessage(console);
        page.onResponse(response);
        page.onRequestFailed(failure);
    }

    /// What is wrong now, and was complained of since the last time.
    List<String> wrong(String lang) {
        List<String> found = new ArrayList<>(complaints);
        complaints.clear();
        String script = "() => (" + WRONG + ")([new Set(" + new Gson().toJson(Words.KEYS) + "), new Set("
                + new Gson().toJson(lang.equals("en") ? Words.CHINESE : Words.ENGLISH) + ")])";
        ((List<?>) page.evaluate(script)).forEach(each -> found.add((String) each));
        return found;
    }

    @Override
    public void close() {
        page.offConsoleMessage(console);
        page.offResponse(response);
        page.offRequestFailed(failure);
    }

    /// The keys of all texts, and the texts that are another in the other language.
    private static final class Words {

        static final List<String> KEYS = new ArrayList<>();
        static final List<String> ENGLISH = new ArrayList<>();
        static final List<String> CHINESE = new ArrayList<>();

        static {
            Map<String, String> english = texts("en");
            Map<String, String> chinese = texts("zh-CN");
            english.forEach((key, text) -> {
                String other = chinese.get(key);
                if (key.contains(".")) {
                    KEYS.add(key);
                }
                if (!english.containsValue(other) && !chinese.containsValue(text)) {
                    ENGLISH.add(text);
                    CHINESE.add(other);
                }
            });
        }

        private static Map<String, String> texts(String lang) {
            Map<String, String> all = new HashMap<>();
            try (Stream<Path> files = Files.walk(TEXTS)) {
                for (Path file : files.filter(f -> f.endsWith(lang + ".json")).toList()) {
                    new ObjectMapper().readTree(file.toFile()).fields()
                            .forEachRemaining(e -> all.put(e.getKey(), e.getValue().asText()));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return all;
        }
    }
}
