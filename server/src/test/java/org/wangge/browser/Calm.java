package org.wangge.browser;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;

/// Waits until a page has done what it was asked to, however long that takes: no request is under way (the event stream aside),
/// no code and no style is on its way, no frame and no short timer is awaited, and no transition runs. For the thread that runs
/// the tests.
final class Calm {

    /// Runs before the page's own scripts. A timer of more than 300 ms is a rhythm, not a part of an answer.
    private static final String SCRIPT =
            """
            (() => {
                const frame = window.requestAnimationFrame.bind(window);
                const { setTimeout: later, clearTimeout: never, cancelAnimationFrame: drop, fetch: ask } = window;
                const frames = new Set();
                const timers = new Set();
                const requests = new Map();
                window.requestAnimationFrame = act => {
                    const id = frame(at => {
                        frames.delete(id);
                        act(at);
                    });
                    frames.add(id);
                    return id;
                };
                window.cancelAnimationFrame = id => {
                    frames.delete(id);
                    drop.call(window, id);
                };
                window.setTimeout = (act, delay = 0, ...rest) => {
                    const id = later.call(window, () => {
                        timers.delete(id);
                        act(...rest);
                    }, delay);
                    if (delay <= 300) timers.add(id);
                    return id;
                };
                window.clearTimeout = id => {
                    timers.delete(id);
                    never.call(window, id);
                };
                const during = (what, promise) => {
                    const key = {};
                    requests.set(key, what);
                    const over = () => requests.delete(key);
                    promise.then(over, over);
                    return promise;
                };
                window.fetch = (...request) => during(String(request[0]), ask.apply(window, request));
                for (const name of ['json', 'text', 'arrayBuffer', 'blob']) {
                    const read = Response.prototype[name];
                    Response.prototype[name] = function () {
                        return during(this.url, read.call(this));
                    };
                }
                const busy = () => [
                    ...requests.values(),
                    ...(frames.size ? ['a frame'] : []),
                    ...(timers.size ? ['a timer'] : []),
                    ...[...document.images].filter(i => !i.complete).map(i => i.src),
                    ...document.getAnimations()
                        .filter(a => a.playState === 'running' && a.effect.getTiming().iterations < 9)
                        .map(() => 'a transition'),
                ];
                window.calm = limit => new Promise((resolve, reject) => {
                    const end = performance.now() + limit;
                    let idle = 0;
                    const look = () => {
                        const what = busy();
                        idle = what.length ? 0 : idle + 1;
                        if (idle === 2) resolve();
                        else if (performance.now() > end) reject(new Error('the page is still busy with ' + what.join(', ')));
                        else if (what.length) frame(look);
                        // after all that waits already, such as code that has just come
                        else scheduler.postTask(() => frame(look), { priority: 'background' });
                    };
                    look();
                });
            })();""";

    /// Code and styles that pages have asked for and not got yet. What is imported when it is first needed can't be seen from
    /// within, and styles move what is there already.
    private static final Map<Page, Set<Request>> AWAITED = new WeakHashMap<>();

    private Calm() {}

    /// For all pages of the context.
    static void watch(BrowserContext context) {
        context.addInitScript(SCRIPT);
        context.onPage(page -> {
            Set<Request> awaited = new HashSet<>();
            AWAITED.put(page, awaited);
            page.onRequest(request -> {
                if (Set.of("script", "stylesheet").contains(request.resourceType())) {
                    awaited.add(request);
                }
            });
            page.onRequestFinished(awaited::remove);
            page.onRequestFailed(awaited::remove);
            // Of what a page asked for that was left nothing more is told; by now the new one has what it began with.
            page.onDOMContentLoaded(_ -> awaited.clear());
        });
    }

    static void await(Page page) {
        Set<Request> awaited = AWAITED.get(page);
        do {
            page.waitForCondition(awaited::isEmpty);
            page.evaluate("limit => window.calm(limit)", City.PATIENCE);
        } while (!awaited.isEmpty());
    }
}
