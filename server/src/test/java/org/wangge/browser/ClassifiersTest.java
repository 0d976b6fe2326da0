package org.wangge.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.geotools.api.feature.simple.SimpleFeatureType;
import org.geotools.data.collection.ListFeatureCollection;
import org.geotools.factory.CommonFactoryFinder;
import org.geotools.feature.simple.SimpleFeatureBuilder;
import org.geotools.feature.simple.SimpleFeatureTypeBuilder;
import org.geotools.filter.function.RangedClassifier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The page's own classes by quantiles and natural breaks, run in Chromium, beside those of GeoTools.
@Tag("browser")
@Timeout(120)
class ClassifiersTest {

    private static final SimpleFeatureType TYPE = type();
    private static BrowserContext context;
    private static Page page;

    @BeforeAll
    static void start() throws Exception {
        String module = Files.readString(Path.of("../web/src/core/classes.js"));
        context = Chromium.context(Chromium.Device.DESK);
        page = context.newPage();
        page.evaluate("async text => { window.classes = await import('data:text/javascript;base64,' + text); }",
                Base64.getEncoder().encodeToString(module.getBytes(StandardCharsets.UTF_8)));
    }

    @AfterAll
    static void stop() {
        context.close();
    }

    /// GeoTools fills classes from the front; ours differ in size by one at most.
    @Test
    void quantilesPartDistinctValuesAsGeoToolsDoesOrMoreEvenly() {
        Random random = new Random(11);
        for (int round = 0; round < 60; round++) {
            double[] values = DoubleStream.generate(() -> Math.pow(random.nextDouble(), 3)).distinct()
                    .limit(30 + random.nextInt(120)).toArray();
            int n = 2 + random.nextInt(5);
            int[] ours = sizes(values, breaks("quantiles", values, n));
            int[] theirs = sizes(values, geotools("Quantile", values, n));
            assertEquals(theirs.length, ours.length, () -> Arrays.toString(values));
            String both = Arrays.toString(ours) + " here, " + Arrays.toString(theirs) + " by GeoTools";
            IntSummaryStatistics here = Arrays.stream(ours).summaryStatistics();
            IntSummaryStatistics there = Arrays.stream(theirs).summaryStatistics();
            assertTrue(here.getMax() - here.getMin() <= 1, both);
            assertTrue(here.getMax() <= there.getMax() && here.getMin() >= there.getMin(), both);
            for (int k = 0; k < n; k++) {
                assertTrue(Math.abs(ours[k] - theirs[k]) <= 2, both);
            }
        }
    }

    /// Natural breaks are judged by what they are for: how little the values of a class differ.
    @Test
    void naturalBreaksAreNeverWorseThanThoseOfGeoToolsAndOftenTheSame() {
        Random random = new Random(5);
        int same = 0;
        for (int round = 0; round < 60; round++) {
            boolean coarse = round % 3 == 0;
            double[] values = DoubleStream.generate(() -> Math.pow(random.nextDouble(), 2))
                    .map(v -> coarse ? Math.round(v * 20) / 20.0 : v).limit(12 + random.nextInt(120)).toArray();
            int n = 3 + random.nextInt(3);
            double[] theirBreaks = geotools("Jenks", values, n);
            double ours = spread(values, breaks("naturalBreaks", values, n));
            double theirs = spread(values, theirBreaks);
            assertTrue(ours <= theirs + 1e-9, ours + " here, " + theirs + " by GeoTools, of " + Arrays.toString(values));
            same += ours > theirs - 1e-9 ? 1 : 0;
        }
        assertTrue(same >= 20, same + " of 60 are the same");
    }

    private static double[] breaks(String classifier, double[] values, int n) {
        List<?> found = (List<?>) page.evaluate("([name, values, n]) => window.classes[name](values, n)",
                List.of(classifier, Arrays.stream(values).boxed().toList(), n));
        return found.stream().mapToDouble(v -> ((Number) v).doubleValue()).toArray();
    }

    /// The least value of each class but the first. A natural break of GeoTools is the greatest value of its class; its own
    /// `classify` would take it for the least of the next.
    private static double[] geotools(String classifier, double[] values, int n) {
        ListFeatureCollection features = new ListFeatureCollection(TYPE);
        SimpleFeatureBuilder builder = new SimpleFeatureBuilder(TYPE);
        for (double v : values) {
            builder.add(v);
            features.add(builder.buildFeature(null));
        }
        var factory = CommonFactoryFinder.getFilterFactory();
        RangedClassifier found = (RangedClassifier) factory
                .function(classifier, factory.property("value"), factory.literal(n)).evaluate(features);
        double[] sorted = Arrays.stream(values).sorted().toArray();
        return IntStream.range(0, found.getSize() - 1).mapToDouble(k -> ((Number) found.getMax(k)).doubleValue())
                .flatMap(bound -> Arrays.stream(sorted).filter(v -> classifier.equals("Jenks") ? v > bound : v >= bound).limit(1))
                .distinct().toArray();
    }

    private static int classOf(double value, double[] breaks) {
        return (int) Arrays.stream(breaks).filter(b -> value >= b).count();
    }

    private static int[] sizes(double[] values, double[] breaks) {
        int[] sizes = new int[breaks.length + 1];
        Arrays.stream(values).forEach(v -> sizes[classOf(v, breaks)]++);
        return sizes;
    }

    /// The squares of what values are off the mean of their class, summed up.
    private static double spread(double[] values, double[] breaks) {
        double sum = 0;
        for (int k = 0; k <= breaks.length; k++) {
            int one = k;
            double[] members = Arrays.stream(values).filter(v -> classOf(v, breaks) == one).toArray();
            double mean = Arrays.stream(members).average().orElse(0);
            sum += Arrays.stream(members).map(v -> (v - mean) * (v - mean)).sum();
        }
        return sum;
    }

    private static SimpleFeatureType type() {
        SimpleFeatureTypeBuilder builder = new SimpleFeatureTypeBuilder();
        builder.setName("values");
        builder.add("value", Double.class);
        return builder.buildFeatureType();
    }
}
