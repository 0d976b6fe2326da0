package org.wangge.api;

import java.net.InetAddress;
import java.net.URI;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.wangge.problem.Problem;

/// Where the server listens and how it is reached. `publicUrl` is what browsers use, without a slash at the end, or null when
/// they come straight to `host` and `port`; `insecureHttp` accepts that passwords may be read on the way; `proxies` are the
/// addresses of reverse proxies whose word for a browser's address is taken.
public record Exposure(String host, int port, URI publicUrl, boolean insecureHttp, Set<String> proxies) {

    /// Without zeros before a number, which some programs read as octal: an address must be the same one to whoever reads it.
    private static final String IPV4 = "(?:(?:0|[1-9]\\d{0,2})\\.){3}(?:0|[1-9]\\d{0,2})";
    private static final String IPV6 = "(?:[0-9A-Fa-f]{0,4}:){2,8}(?:[0-9A-Fa-f]{0,4}|" + IPV4 + ")";
    /// Version 6 needs brackets to have a port.
    private static final Pattern ADDRESS =
            Pattern.compile("(?:(" + IPV4 + ")|\\[(" + IPV6 + ")])(?::([1-9]\\d{0,4}))?|(" + IPV6 + ")");

    /// Throws a `BadInput` problem when passwords would cross a network in the clear and nobody has said that they may.
    public Exposure {
        host = bare(host);
        proxies = proxies.stream().map(Exposure::proxy).collect(Collectors.toUnmodifiableSet());
        if (publicUrl != null && !isUsable(publicUrl)) {
            throw new Problem.BadInput("The public URL is '" + publicUrl + "'.",
                    "Give it as https://maps.example.com, without a path.").asException();
        }
        boolean beyond = !isLoopback(host) || publicUrl != null && !isLoopback(bare(publicUrl.getHost()));
        if (beyond && !isHttps(publicUrl) && !insecureHttp) {
            throw new Problem.BadInput(
                            "The server would be reached from other machines at " + (publicUrl == null ? host : publicUrl)
                                    + " without encryption, and passwords with it.",
                            "Put a reverse proxy with TLS before it and give its address with --public-url https://…, or accept "
                                    + "it with --insecure-http.")
                    .asException();
        }
    }

    /// This machine only.
    public static Exposure loopback(int port) {
        return new Exposure("127.0.0.1", port, null, false, Set.of());
    }

    /// Nobody but this machine reaches the server, as far as is known.
    public boolean isLoopbackOnly() {
        return isLoopback(host) && (publicUrl == null || isLoopback(bare(publicUrl.getHost())));
    }

    /// Cookies go over TLS only.
    boolean secureCookies() {
        return isHttps(publicUrl) || !isLoopbackOnly() && !insecureHttp;
    }

    /// True when a request may be addressed to this name: this machine's loopback names and addresses, the host it was told to
    /// bind to, that of the public URL and, beyond loopback, any plain address. A page of another site whose name was turned to
    /// this address has none of them.
    boolean isKnownName(String name) {
        String bare = bare(name);
        return isLoopback(bare)
                || bare.equalsIgnoreCase(host)
                || publicUrl != null && bare.equalsIgnoreCase(bare(publicUrl.getHost()))
                || !isLoopbackOnly() && address(bare).isPresent();
    }

    /// The origin that browsers name for the public URL, or null.
    String publicOrigin() {
        return publicUrl == null ? null : publicUrl.getScheme() + "://" + publicUrl.getHost()
                + (publicUrl.getPort() < 0 ? "" : ":" + publicUrl.getPort());
    }

    /// Whether a page of this origin is one of this server's; `direct` is the origin of a page that came without a proxy.
    /// Behind TLS only the public one is: whoever can change what goes over plain HTTP could else speak for the server.
    boolean isOwnOrigin(String origin, String direct) {
        return origin.equalsIgnoreCase(publicOrigin()) || !isEncrypted() && origin.equalsIgnoreCase(direct);
    }

    /// Browsers come over TLS.
    boolean isEncrypted() {
        return isHttps(publicUrl);
    }

    /// The address that a text names, with or without a port, in one spelling; empty when it names none, or writes it in a way
    /// that others may read as another one. Never asks a name server.
    static Optional<String> address(String text) {
        Matcher m = ADDRESS.matcher(text.strip());
        if (!m.matches() || m.group(3) != null && Integer.parseInt(m.group(3)) > 65_535) {
            return Optional.empty();
        }
        String bare = Stream.of(m.group(1), m.group(2), m.group(4)).filter(Objects::nonNull).findFirst().orElseThrow();
        try {
            return Optional.of(InetAddress.ofLiteral(bare).getHostAddress());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String proxy(String text) {
        return address(text).orElseThrow(() -> new Problem.BadInput(
                "The trusted proxy is '" + text + "', which is no address.", "Give its IP address, such as 127.0.0.1 or ::1.")
                .asException());
    }

    private static boolean isLoopback(String host) {
        return host.equalsIgnoreCase("localhost") || address(host).filter(a -> InetAddress.ofLiteral(a).isLoopbackAddress())
                .isPresent();
    }

    private static boolean isHttps(URI url) {
        return url != null && url.getScheme().equals("https");
    }

    private static boolean isUsable(URI url) {
        return url.getScheme() != null && url.getScheme().matches("https?") && url.getHost() != null && url.getPath().isEmpty()
                && url.getQuery() == null;
    }

    private static String bare(String host) {
        return host.replace("[", "").replace("]", "");
    }
}
