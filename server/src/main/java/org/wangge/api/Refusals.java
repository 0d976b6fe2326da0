package org.wangge.api;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.wangge.api.wire.ProblemJson;

/// Answers what the HTTP server itself refuses, before there is a route: a request line that can't be read, a header that is too
/// large, a path with an escaped slash. A problem like any other: no page, no stack, no version.
final class Refusals extends ErrorHandler {

    private final Iterable<HttpField> headers;

    /// `headers` go with every answer of the server.
    Refusals(Iterable<HttpField> headers) {
        this.headers = headers;
    }

    @Override
    public boolean errorPageForMethod(String method) {
        return true;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws IOException {
        int status = response.getStatus();
        Object cause = request.getAttribute(ERROR_EXCEPTION);
        String reason = (String) request.getAttribute(ERROR_MESSAGE);
        if (cause instanceof HttpException refused) {
            status = refused.getCode();
            reason = refused.getReason();
        }
        if (cause instanceof IOException) {
            // The client has gone: there is nobody to answer, and nothing of ours has failed.
            callback.succeeded();
            return true;
        }
        if (status < 400) {
            status = 500;
        }
        response.setStatus(status);
        if (HttpStatus.hasNoBody(status)) {
            callback.succeeded();
            return true;
        }
        byte[] body = status >= 500 && status != 501 && status != 503 && status != 505
                ? ProblemJson.internal(Problems.incident((Throwable) cause, request.getMethod() + " "
                        + Request.getPathInContext(request)))
                : words(status, reason);
        headers.forEach(response.getHeaders()::put);
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, ProblemJson.CONTENT_TYPE);
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
        response.write(true, ByteBuffer.wrap(body), callback);
        return true;
    }

    /// The problem of a status that no handler of ours has given. `reason` is the server's word for it, or null.
    static byte[] words(int status, String reason) {
        String detail = reason == null || reason.equals(HttpStatus.getMessage(status)) ? "" : " (" + reason + ")";
        return switch (status) {
            case 404 -> problem(404, "not-found", "There is no such thing here", "There is nothing at this path" + detail + ".",
                    "The API reference lists the paths; the map is at /.");
            case 405 -> problem(405, "method-not-allowed", "This path has other methods", "The method is not offered" + detail
                    + ".",
                    "The API reference lists the methods.");
            case 408 -> problem(408, "too-slow", "The request came too slowly", "The request was not whole in time" + detail
                    + ".",
                    "Send it again, without pauses.");
            case 413 -> problem(413, "too-large", "The request is over a limit", "The body is too large" + detail + ".",
                    "Send less at once.");
            case 414 -> problem(414, "address-too-long", "The request is over a limit", "The address is too long" + detail + ".",
                    "Take parameters out; an address has at most " + ApiServer.MAX_HEADER_BYTES + " bytes.");
            case 415 -> problem(415, "form-of-body", "The body has a form that is not read",
                    "The body can't be read" + detail + ".",
                    "Send it as it is: neither compressed, nor as parts of a form.");
            case 417 -> problem(417, "expectation-unknown", "The request expects what is not offered",
                    "The header Expect names something else than 100-continue.",
                    "Leave the header out.");
            case 431 -> problem(431, "headers-too-large", "The request is over a limit", "The headers are too large" + detail
                    + ".",
                    "Send fewer or shorter headers, such as cookies; all together have at most " + ApiServer.MAX_HEADER_BYTES
                    + " bytes.");
            case 426, 501, 505 -> problem(status, "http-" + status, "The request is of a kind that is not offered",
                    "The request can't be served" + detail + ".",
                    "Use HTTP/1.1 and the methods of the API reference.");
            case 503 -> problem(503, "unavailable", "The service can't answer just now",
                    "The server is starting, stopping or busy" + detail + ".",
                    "Try again in a moment.");
            default -> problem(status, status == 400 ? "bad-input" : "http-" + status, "The request can't be understood",
                    "The request is not one that HTTP allows here" + detail + ".",
                    "Mend the request line, the address or the headers.");
        };
    }

    private static byte[] problem(int status, String type, String title, String detail, String remedy) {
        return ProblemJson.bytes(type, title, status, detail, remedy, Map.of());
    }
}
