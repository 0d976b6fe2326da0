package org.wangge.api.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.wangge.metrics.Figures;

/// JSON of the API: snake_case names, nulls written, geometry as GeoJSON (lon/lat, 7 decimals), boxes as
/// `[west, south, east, north]`, figures as the API reference describes them.
public final class Json {

    public static final ObjectMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .defaultPropertyInclusion(JsonInclude.Value.construct(JsonInclude.Include.ALWAYS, JsonInclude.Include.ALWAYS))
            .addModule(new SimpleModule("wangge")
                    .addSerializer(Geometry.class, writing(GeoJson::write))
                    .addSerializer(Figures.class, writing(FiguresJson::write))
                    .addSerializer(Envelope.class, writing(Json::writeBox))
                    .addSerializer(Instant.class, ToStringSerializer.instance)
                    .addSerializer(LocalDate.class, ToStringSerializer.instance))
            .build();

    private static final int SIGNIFICANT_DIGITS = 6;
    /// Smaller numbers lose digits; a power of ten beyond this is no double.
    private static final int MAX_DECIMALS = 300;

    private interface Writing<T> {
        void write(T value, JsonGenerator json) throws IOException;
    }

    /// How the parser begins to say so.
    private static final String TWICE = "Duplicate field ";

    private Json() {}

    /// The name, in quotes, of a field that an object has twice; empty when something else is wrong with the JSON.
    public static Optional<String> givenTwice(JsonProcessingException e) {
        String said = e.getOriginalMessage();
        return said.startsWith(TWICE) ? Optional.of(said.substring(TWICE.length())) : Optional.empty();
    }

    public static byte[] bytes(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A finite number with no more digits than mean something: 6 significant ones.
    static void writeRounded(JsonGenerator json, double value) throws IOException {
        if (value == Math.rint(value) && Math.abs(value) < 1e15) {
            json.writeNumber((long) value);
        } else {
            int digits = Math.min(MAX_DECIMALS, SIGNIFICANT_DIGITS - 1 - (int) Math.floor(Math.log10(Math.abs(value))));
            double scale = Math.pow(10, Math.abs(digits));
            json.writeNumber(digits < 0 ? Math.rint(value / scale) * scale : Math.rint(value * scale) / scale);
        }
    }

    private static void writeBox(Envelope box, JsonGenerator json) throws IOException {
        if (box.isNull()) {
            json.writeNull();
            return;
        }
        json.writeStartArray();
        for (double v : new double[] {box.getMinX(), box.getMinY(), box.getMaxX(), box.getMaxY()}) {
            json.writeNumber(v);
        }
        json.writeEndArray();
    }

    private static <T> JsonSerializer<T> writing(Writing<T> writing) {
        return new JsonSerializer<>() {
            @Override
            public void serialize(T value, JsonGenerator json, SerializerProvider provider) throws IOException {
                writing.write(value, json);
            }
        };
    }
}
