package org.wangge.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.wangge.model.Count;
import org.wangge.model.Property.Better;

class MetricTest {

    @Test
    void thePageCallsMetricsAsTheServerDoes() throws IOException {
        JsonNode english = new ObjectMapper().readTree(new File("../web/src/i18n/en.json"));
        JsonNode chinese = new ObjectMapper().readTree(new File("../web/src/i18n/zh-CN.json"));
        for (Metric m : Metric.values()) {
            assertEquals(english.get("metric." + m.key()).asText(), m.title());
            assertEquals(chinese.get("metric." + m.key()).asText(), m.titleZh());
        }
    }

    /// More of what is above the line is as good as the metric itself; what is not a share has a unit.
    @Test
    void aMetricIsBetterInTheDirectionOfItsNumerator() {
        for (Metric m : Metric.values()) {
            if (m.numerator() != null) {
                assertEquals(m.numerator().better(), m.better(), m.key());
            }
            assertEquals(m.isProportion(), m.unit() == null, m.key());
        }
        assertEquals(Better.DOWN, Count.DISCONNECTS.better());
    }
}
