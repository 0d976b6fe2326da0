package org.wangge.api;

import io.javalin.http.Context;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import org.wangge.api.wire.Json;

/// A JSON answer that is made once for all who ask for the same, and kept compressed. `etag` is that of the plain bytes.
record Rendered(byte[] gzip, String etag) {

    static Rendered of(Object value) {
        byte[] json = Json.bytes(value);
        return new Rendered(Assets.gzip(json, Deflater.DEFAULT_COMPRESSION), Reply.etag(json));
    }

    /// Roughly what it takes in memory.
    long bytes() {
        return gzip.length + 200L;
    }

    /// Answers with it, or 304.
    void send(Context ctx) throws IOException {
        ctx.contentType("application/json");
        Reply.send(ctx, this::plain, () -> gzip, etag);
    }

    private byte[] plain() {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(gzip), 1 << 16)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
