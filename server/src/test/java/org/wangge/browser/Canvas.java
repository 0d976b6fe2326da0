package org.wangge.browser;

import com.microsoft.playwright.Page;
import java.util.List;
import java.util.Map;

/// What is written on the canvas of the labels: a page is asked to record it, which it does from the next drawing on.
final class Canvas {

    static final String RECORD = """
            () => {
                const canvas = document.querySelector('.leaflet-labels-pane canvas');
                const { clearRect, fillText } = CanvasRenderingContext2D.prototype;
                window.drawn = [];
                CanvasRenderingContext2D.prototype.clearRect = function (...box) {
                    if (this.canvas === canvas) window.drawn = [];
                    clearRect.apply(this, box);
                };
                CanvasRenderingContext2D.prototype.fillText = function (text, x, y) {
                    if (this.canvas === canvas) {
                        const at = this.getTransform().transformPoint(new DOMPoint(x, y));
                        const { a, b } = this.getTransform();
                        const corner = canvas.getBoundingClientRect();
                        const map = document.getElementById('map').getBoundingClientRect();
                        const { lng, lat } = window.wangge.map.containerPointToLatLng(
                            [at.x + corner.x - map.x, at.y + corner.y - map.y]);
                        window.drawn.push({ text, lon: lng, lat, turn: Math.atan2(b, a) });
                    }
                    fillText.call(this, text, x, y);
                };
            }""";

    /// A text, the place of its middle, and how far it is turned clockwise, in radians.
    record Text(String text, double lon, double lat, double turn) {}

    private Canvas() {}

    static List<Text> texts(Page page) {
        return ((List<?>) page.evaluate("() => window.drawn")).stream().map(each -> (Map<?, ?>) each)
                .map(m -> new Text((String) m.get("text"), number(m, "lon"), number(m, "lat"), number(m, "turn"))).toList();
    }

    static List<String> drawn(Page page) {
        return texts(page).stream().map(Text::text).toList();
    }

    private static double number(Map<?, ?> of, String name) {
        return ((Number) of.get(name)).doubleValue();
    }
}
