package org.wangge.api;

import java.net.URI;
import java.util.Set;
import org.wangge.problem.Problem;

/// Where the server listens and how it is reached. `publicUrl` is what browsers use, without a slash at the end, or null when they
/// come straight to `host` and `port`; `insecureHttp` accepts that passwords may be read on the way; `proxies` are the addresses of
/// reverse proxies whose word for a browser's address is taken.
public record Exposure(String host, int port, URI publicUrl, boolean insecureHttp, Set<String> proxies) {

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "::1");

    /// Throws a `BadInput` problem when passwords would cross a network in the clear and nobody has said that they may.
    public Exposure {
        host = bare(host);
        proxies = Set.copyOf(proxies);
        if (publicUrl != null && !isUsable(publicUrl)) {
            throw new Problem.BadInput("The public URL is '" + publicUrl + "'.", "Give it as https://maps.example.com, without a path.").asException();
        }
        boolean beyond = !LOOPBACK.contains(host) || publicUrl != null && !LOOPBACK.contains(bare(publicUrl.getHost()));
        if (beyond && !isHttps(publicUrl) && !insecureHttp) {
            throw new Problem.BadInput(
                            "The server would be reached from other machines at " + (publicUrl == null ? host : publicUrl)
                                    + " without encryption, and passwords with it.",
                            "Put a reverse proxy with TLS before it and give its address with --public-url https://…, or accept it with --insecure-http.")
                    .asException();
        }
    }

    /// This machine only.
    public static Exposure loopback(int port) {
        return new Exposure("127.0.0.1", port, null, false, Set.of());
    }

    /// Nobody but this machine reaches the server, as far as is known.
    public boolean isLoopbackOnly() {
        return LOOPBACK.contains(host) && (publicUrl == null || LOOPBACK.contains(bare(publicUrl.getHost())));
    }

    /// Cookies go over TLS only.
    boolean secureCookies() {
        return isHttps(publicUrl) || !isLoopbackOnly() && !insecureHttp;
    }

    /// True when a request may be addressed to this name: this machine's loopback names, the host it was told to bind to, that of the
    /// public URL and, beyond loopback, any plain address. A page of another site whose name was turned to this address has none of them.
    boolean isKnownName(String name) {
        String bare = bare(name);
        return LOOPBACK.contains(bare)
                || bare.equalsIgnoreCase(host)
                || publicUrl != null && bare.equalsIgnoreCase(bare(publicUrl.getHost()))
                || !isLoopbackOnly() && (bare.contains(":") || bare.matches("\\d{1,3}(\\.\\d{1,3}){3}"));
    }

    /// The origin that browsers name for the public URL, or null.
    String publicOrigin() {
        return publicUrl == null ? null : publicUrl.getScheme() + "://" + publicUrl.getHost() + (publicUrl.getPort() < 0 ? "" : ":" + publicUrl.getPort());
    }

    private static boolean isHttps(URI url) {
        return url != null && url.getScheme().equals("https");
    }

    private static boolean isUsable(URI url) {
        return url.getScheme() != null && url.getScheme().matches("https?") && url.getHost() != null && url.getPath().isEmpty() && url.getQuery() == null;
    }

    private static String bare(String host) {
        return host.replace("[", "").replace("]", "");
    }
}
