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
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wangge.intake.IncomingFile;
import org.wangge.problem.Problem;

/// The body of a request, read before its handler runs and while no thread waits for it, so that those who send slowly hold up
/// nobody. A client that expects `100 Continue` is asked for the body only here: when everything else about its request is right.
final class RequestBody {

    private static final Logger LOG = LoggerFactory.getLogger(RequestBody.class);

    /// Attribute of a request whose body has not been read.
    static final String UNREAD = "unread";

    private static final String BODY = "body";
    private static final String FILE = "file";
    private static final int BUFFER = 8192;
    /// Bytes a second.
    private static final long SLOWEST = 16 << 10;

    /// How long, and how many at a time, are read on after a refusal.
    private static final Duration LINGERING = Duration.ofSeconds(1);
    private static final Semaphore LINGERERS = new Semaphore(8);
    private static final long PAUSE_NANOS = 1_000_000;
    private static final String POURED = "poured";

    private RequestBody() {}

    /// Whether anything follows the headers.
    static boolean isThere(Context ctx) {
        return ctx.req().getContentLengthLong() > 0 || ctx.req().getHeader("Transfer-Encoding") != null;
    }

    /// Nobody has read the body, if there is one.
    static void noteUnread(Context ctx) {
        if (isThere(ctx)) {
            ctx.attribute(UNREAD, true);
        }
    }

    /// Throws 415 for a body that is packed: nobody would unpack it.
    static void requirePlain(Context ctx) {
        String encoding = ctx.header("Content-Encoding");
        if (encoding != null && !encoding.strip().equalsIgnoreCase("identity")) {
            throw new HttpResponseException(415, "its Content-Encoding is '" + encoding + "'", Map.of());
        }
        String type = ctx.header("Content-Type");
        if (type != null && type.strip().toLowerCase(Locale.ROOT).startsWith("multipart/")) {
            throw new HttpResponseException(415, "its Content-Type is '" + type + "'", Map.of());
        }
    }

    /// Reads all of it for [#text]. Fails with `TooLarge` beyond `maxBytes`, and with 408 when it is not there in time.
    static CompletableFuture<Void> read(Context ctx, int maxBytes, Duration limit) {
        if (ctx.req().getContentLengthLong() > maxBytes) {
            throw Problems.tooLarge(maxBytes).asException();
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CompletableFuture<Void> whole = pour(ctx, (buffer, n) -> {
            if (bytes.size() + n > maxBytes) {
                throw Problems.tooLarge(maxBytes).asException();
            }
            bytes.write(buffer, 0, n);
        });
        return whole.orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS).handle((_, e) -> {
            if (e instanceof TimeoutException) {
                throw new HttpResponseException(408, "the body took longer than " + limit.toSeconds() + " s", Map.of());
            }
            rethrow(e);
            ctx.attribute(UNREAD, null);
            ctx.attribute(BODY, bytes.toByteArray());
            return null;
        });
    }

    /// Has all of it written to `file`, for [#file]. Fails with what that throws, and with 408 when less comes within `window`
    /// than [#SLOWEST] allows.
    static CompletableFuture<Void> receive(Context ctx, IncomingFile file, Duration window) {
        CompletableFuture<Void> whole = pour(ctx, file::write);
        watch(whole, file, 0, window);
        return whole.handle((_, e) -> {
            if (e instanceof TimeoutException) {
                throw tooSlow();
            }
            rethrow(e);
            ctx.attribute(UNREAD, null);
            ctx.attribute(FILE, file);
            return null;
        });
    }

    private static void watch(CompletableFuture<Void> whole, IncomingFile file, long before, Duration window) {
        CompletableFuture.delayedExecutor(window.toMillis(), TimeUnit.MILLISECONDS).execute(() -> {
            long now = file.bytes();
            if (whole.isDone()) {
                return;
            }
            if ((now - before) * 1000 < SLOWEST * window.toMillis()) {
                whole.completeExceptionally(tooSlow());
            } else {
                watch(whole, file, now, window);
            }
        });
    }

    private static HttpResponseException tooSlow() {
        return new HttpResponseException(408, "the file came at less than " + SLOWEST + " bytes a second", Map.of());
    }

    /// Forgets what comes of a small body, so that the refusal can be answered as usual and the line stays open: then it returns
    /// false. Of a large one, or one that does not come, nobody will make anything, so that the line can't be used again: it
    /// sends the refusal with that word, and reads on for a moment, since a line that is closed with bytes unread is reset, and
    /// the answer may be lost on the way. False, with the word set and nothing sent or read, for a client that waits to be
    /// asked for its body, for one whose body has been read in part, and when many others are being read on.
    static boolean answerAndForgetTheRest(Context ctx, byte[] answer) {
        long length = ctx.req().getContentLengthLong();
        if (length <= 0 || ctx.header("Expect") != null || ctx.attribute(POURED) != null || !LINGERERS.tryAcquire()) {
            ctx.header("Connection", "close");
            return false;
        }
        try {
            ServletInputStream in = ctx.req().getInputStream();
            long left = length <= BUFFER ? forget(in, length) : length;
            if (left == 0) {
                return false;
            }
            ctx.header("Connection", "close");
            ctx.res().getOutputStream().write(answer);
            ctx.res().flushBuffer();
            forget(in, left);
        } catch (IOException e) {
            LOG.debug("the client went away", e);
        } finally {
            LINGERERS.release();
        }
        return true;
    }

    /// Returns how many of the bytes did not come in time.
    private static long forget(ServletInputStream in, long bytes) throws IOException {
        byte[] buffer = new byte[BUFFER];
        long end = System.nanoTime() + LINGERING.toNanos();
        long left = bytes;
        while (left > 0 && System.nanoTime() < end) {
            if (in.available() > 0) {
                left -= Math.max(0, in.read(buffer));
            } else {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
        return left;
    }

    private static void rethrow(Throwable e) {
        if (e != null) {
            throw e instanceof RuntimeException known ? known : new CompletionException(e);
        }
    }

    private interface Sink {
        void take(byte[] buffer, int n);
    }

    private static CompletableFuture<Void> pour(Context ctx, Sink sink) {
        CompletableFuture<Void> whole = new CompletableFuture<>();
        ctx.attribute(POURED, true);
        ServletInputStream in;
        try {
            in = ctx.req().getInputStream();
        } catch (IOException e) {
            return CompletableFuture.failedFuture(new UncheckedIOException(e));
        }
        in.setReadListener(new ReadListener() {
            private final byte[] buffer = new byte[BUFFER];

            @Override
            public void onDataAvailable() throws IOException {
                while (!whole.isDone() && in.isReady()) {
                    int n = in.read(buffer);
                    if (n < 0) {
                        return;
                    }
                    try {
                        sink.take(buffer, n);
                    } catch (RuntimeException e) {
                        whole.completeExceptionally(e);
                        return;
                    }
                }
            }

            @Override
            public void onAllDataRead() {
                whole.complete(null);
            }

            @Override
            public void onError(Throwable e) {
                whole.completeExceptionally(e);
            }
        });
        return whole;
    }

    /// The file that [#receive] has filled.
    static IncomingFile file(Context ctx) {
        return ctx.attribute(FILE);
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
