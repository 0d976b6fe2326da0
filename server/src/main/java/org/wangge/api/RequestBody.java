package org.wangge.api;

import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.wangge.problem.Problem;

/// The body of a request, read before its handler runs and while no thread waits for it, so that those who send slowly hold up
/// nobody. A client that expects `100 Continue` is asked for the body only here: when everything else about its request is right.
final class RequestBody {

    /// Attribute of a request whose body has not been read.
    static final String UNREAD = "unread";

    private static final String BODY = "body";

    private RequestBody() {}

    /// Whether anything follows the headers.
    static boolean isThere(Context ctx) {
        return ctx.req().getContentLengthLong() > 0 || ctx.req().getHeader("Transfer-Encoding") != null;
    }

    /// Reads all of it for [#text]. Fails with `TooLarge` beyond `maxBytes`, and with 408 when it is not there in time.
    static CompletableFuture<Void> read(Context ctx, int maxBytes, Duration limit) {
        if (ctx.req().getContentLengthLong() > maxBytes) {
            throw Problems.tooLarge(maxBytes).asException();
        }
        CompletableFuture<byte[]> whole = new CompletableFuture<>();
        ServletInputStream in;
        try {
            in = ctx.req().getInputStream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        in.setReadListener(new ReadListener() {
            private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            private final byte[] buffer = new byte[8192];

            @Override
            public void onDataAvailable() throws IOException {
                while (!whole.isDone() && in.isReady()) {
                    int n = in.read(buffer);
                    if (n < 0) {
                        return;
                    }
                    if (bytes.size() + n > maxBytes) {
                        whole.completeExceptionally(Problems.tooLarge(maxBytes).asException());
                        return;
                    }
                    bytes.write(buffer, 0, n);
                }
            }

            @Override
            public void onAllDataRead() {
                whole.complete(bytes.toByteArray());
            }

            @Override
            public void onError(Throwable e) {
                whole.completeExceptionally(e);
            }
        });
        return whole.orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS).handle((bytes, e) -> {
            if (e instanceof TimeoutException) {
                throw new HttpResponseException(408, "the body took longer than " + limit.toSeconds() + " s", Map.of());
            }
            if (e != null) {
                throw e instanceof RuntimeException known ? known : new CompletionException(e);
            }
            ctx.attribute(UNREAD, null);
            ctx.attribute(BODY, bytes);
            return null;
        });
    }

    /// Empty where there was none; `BadInput` problem when it is not UTF-8.
    static String text(Context ctx) {
        byte[] bytes = ctx.attribute(BODY);
        try {
            return bytes == null ? "" : StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new Problem.BadInput("The body is not UTF-8.", "Send JSON in UTF-8.").asException();
        }
    }
}
