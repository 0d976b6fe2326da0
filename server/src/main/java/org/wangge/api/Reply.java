package org.wangge.api;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How an answer leaves: plain or compressed as the client takes it, with its length, the `Vary` that goes with the choice, an
/// `ETag` that is strong and so another for each of the two, and 304 to whoever has it already.
final class Reply {

    /// Names the position up to which an answer shows what was committed.
    static final String POSITION = "Wangge-Position";

    /// What is smaller does not get smaller.
    private static final int MIN_COMPRESSED = 1_400;
    private static final String PACKED = "-gzip\"";
    private static final Pattern TAG = Pattern.compile("(?:W/)?(\"[^\"]*\")");
    private static final Pattern ENCODING = Pattern.compile("\\s*([^\\s;]+)\\s*(?:;\\s*q\\s*=\\s*([0-9.]+)\\s*)?");

    private Reply() {}

    /// Answers with these bytes, or 304. `gzip` gives the same compressed, and is null where that is never sent; `etag` is
    /// strong, of the plain bytes. What of `Cache-Control` is there stays, else every use asks again.
    static void send(Context ctx, byte[] plain, Supplier<byte[]> gzip, String etag) throws IOException {
        send(ctx, () -> plain, gzip, etag);
    }

    /// The same, where the plain bytes are made only when they are sent.
    static void send(Context ctx, Supplier<byte[]> plain, Supplier<byte[]> gzip, String etag) throws IOException {
        boolean packed = gzip != null && takesGzip(ctx);
        String own = packed ? packed(etag) : etag;
        ctx.header("ETag", own);
        if (ctx.res().getHeader("Cache-Control") == null || ctx.res().getHeader("Cache-Control").equals("no-store")) {
            ctx.header("Cache-Control", "private, no-cache");
        }
        if (gzip != null) {
            ctx.res().addHeader("Vary", "Accept-Encoding");
        }
        if (isKnown(ctx, own)) {
            ctx.status(304).res().setContentType(null);
            return;
        }
        if (packed) {
            ctx.header("Content-Encoding", "gzip");
        }
        write(ctx, packed ? gzip.get() : plain.get());
    }

    /// What a handler has left as its result, compressed when that is worth it. After the handler has run.
    static void finish(Context ctx) throws IOException {
        InputStream result = ctx.resultInputStream();
        if (result == null) {
            if (!ctx.res().isCommitted() && (ctx.status() == HttpStatus.NO_CONTENT || ctx.status() == HttpStatus.NOT_MODIFIED)) {
                ctx.res().setContentType(null);
            }
            return;
        }
        byte[] bytes = result.readAllBytes();
        String type = String.valueOf(ctx.res().getContentType());
        if (type.startsWith("text/") || type.contains("json")) {
            ctx.res().addHeader("Vary", "Accept-Encoding");
            if (bytes.length >= MIN_COMPRESSED && takesGzip(ctx)) {
                bytes = Assets.gzip(bytes);
                ctx.header("Content-Encoding", "gzip");
                if (ctx.res().getHeader("ETag") != null) {
                    ctx.header("ETag", packed(ctx.res().getHeader("ETag")));
                }
            }
        }
        ctx.res().setContentLength(bytes.length);
        ctx.result(bytes);
    }

    /// A strong entity tag of these bytes, with its quotes.
    static String etag(byte[] content) {
        try {
            return '"' + HexFormat.of().formatHex(Arrays.copyOf(MessageDigest.getInstance("SHA-256").digest(content), 16)) + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /// The tag without the mark of the compressed form.
    static String plain(String etag) {
        return etag.endsWith(PACKED) ? etag.substring(0, etag.length() - PACKED.length()) + '"' : etag;
    }

    private static String packed(String etag) {
        return etag.substring(0, etag.length() - 1) + PACKED;
    }

    /// Straight to the server's buffer; to a HEAD only the length.
    private static void write(Context ctx, byte[] body) throws IOException {
        ctx.res().setContentLength(body.length);
        if (ctx.method() != HandlerType.HEAD) {
            ctx.res().getOutputStream().write(body);
        }
    }

    /// `If-None-Match` compares weakly: any of its tags, `W/` or not, or `*`.
    private static boolean isKnown(Context ctx, String etag) {
        for (String line : Collections.list(ctx.req().getHeaders("If-None-Match"))) {
            if (line.strip().equals("*")) {
                return true;
            }
            Matcher tag = TAG.matcher(line);
            while (tag.find()) {
                if (tag.group(1).equals(etag)) {
                    return true;
                }
            }
        }
        return false;
    }

    /// `gzip` itself decides, else what stands for all others.
    private static boolean takesGzip(Context ctx) {
        List<String> lines = Collections.list(ctx.req().getHeaders("Accept-Encoding"));
        boolean others = false;
        for (String one : String.join(",", lines).split(",")) {
            Matcher m = ENCODING.matcher(one);
            if (m.matches()) {
                boolean wanted = m.group(2) == null || m.group(2).matches(".*[1-9].*");
                if (m.group(1).equalsIgnoreCase("gzip")) {
                    return wanted;
                }
                others |= m.group(1).equals("*") && wanted;
            }
        }
        return others;
    }
}
