package org.wangge.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Deque's axe, run in a page as it stands.
final class Axe {

    private static final String SCRIPT = script();

    private Axe() {}

    /// Fails when axe finds anything that it calls moderate, serious or critical in the page as it is shown now.
    static void check(Page page, String state) {
        page.evaluate(SCRIPT);
        List<?> found = (List<?>) page.evaluate("""
                async () => (await axe.run(document, {resultTypes: ['violations']})).violations
                    .filter(v => v.impact !== 'minor')
                    .flatMap(v => v.nodes.map(n =>
                        `${v.impact} ${v.id} (${v.help}): ${n.target.join(' ')} ${n.html.slice(0, 200)}`))""");
        assertEquals(List.of(), found, state);
    }

    private static String script() {
        try (InputStream in = Axe.class.getResourceAsStream("/axe.min.js")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8) + "\n;0";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
