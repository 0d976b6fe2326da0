package org.wangge.basemap;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// The address of a tile as somebody writes it, with places for zoom, column and row, for a key, and for the servers that share
/// the work.
final class Addresses {

    /// Why an address can't be used, and how to mend it.
    static final class Unusable extends Exception {
        private final String remedy;

        private Unusable(String detail, String remedy) {
            super(detail);
            this.remedy = remedy;
        }

        String remedy() {
            return remedy;
        }
    }

    private static final Pattern PLACE = Pattern.compile("\\{([^{}]*)}");
    private static final Pattern SERVERS = Pattern.compile("\\{([a-z])-([a-z])}|\\{(\\d)-(\\d)}");
    private static final Set<String> KNOWN = new TreeSet<>(Set.of("z", "x", "y", "-y", "key"));
    /// As the capabilities of a WMTS write them.
    private static final Map<String, String> WMTS = Map.of("TileMatrix", "z", "TileCol", "x", "TileRow", "y");
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?");
    private static final String EXAMPLE = "https://tile.example.com/{z}/{x}/{y}.png";

    private Addresses() {}

    /// The addresses of the tile on each server. `key` is null where none was given.
    static List<String> of(String written, String key) throws Unusable {
        String address = written;
        for (Map.Entry<String, String> e : WMTS.entrySet()) {
            address = address.replace("{" + e.getKey() + "}", "{" + e.getValue() + "}");
        }
        List<String> servers = servers(address);
        Set<String> places = places(servers.getFirst());
        if (places.contains("key") && key == null) {
            throw new Unusable("it needs a key.", "Give the key that its operator has given you: ,key=KEY.");
        }
        if (key != null && !places.contains("key")) {
            throw new Unusable("there is a key, and no {key} in the address where it would stand.",
                    "Write {key} there, or leave the key out.");
        }
        if (!places.contains("z") || !places.contains("x") || places.contains("y") == places.contains("-y")) {
            throw new Unusable("the address does not say where zoom, column and row of a tile stand.",
                    "Write {z}, {x} and {y} there ({-y} where rows are counted from the south), as in " + EXAMPLE + ".");
        }
        for (String server : servers) {
            check(server);
        }
        String encoded = key == null ? "" : URLEncoder.encode(key, StandardCharsets.UTF_8);
        return servers.stream().map(s -> s.replace("{key}", encoded)).toList();
    }

    /// Where a tile is asked for: `https://tile.example.com`.
    static String origin(String address) {
        URI server = URI.create(beforePath(address));
        return server.getScheme() + "://" + server.getRawAuthority();
    }

    /// The braces of what follows are in no URI.
    private static String beforePath(String address) {
        return address.replaceFirst("(?i)^(https?://[^/?#]*).*", "$1");
    }

    private static List<String> servers(String address) {
        Matcher m = SERVERS.matcher(address);
        if (!m.find()) {
            return List.of(address);
        }
        char first = (m.group(1) == null ? m.group(3) : m.group(1)).charAt(0);
        char last = (m.group(2) == null ? m.group(4) : m.group(2)).charAt(0);
        String range = m.group();
        return IntStream.rangeClosed(Math.min(first, last), Math.max(first, last))
                .mapToObj(c -> address.replace(range, String.valueOf((char) c))).toList();
    }

    private static Set<String> places(String address) throws Unusable {
        Set<String> places = new TreeSet<>();
        Matcher m = PLACE.matcher(address);
        while (m.find()) {
            if (!KNOWN.contains(m.group(1))) {
                throw new Unusable("the address has {" + m.group(1) + "}, and nothing to put there.",
                        "Write that part out. Filled in are " + KNOWN.stream().map(k -> "{" + k + "}").toList()
                                + ", and one range such as {a-c} or {0-7} for the servers.");
            }
            places.add(m.group(1));
        }
        return places;
    }

    private static void check(String address) throws Unusable {
        URI uri;
        try {
            uri = URI.create(PLACE.matcher(address).replaceAll("0"));
        } catch (IllegalArgumentException e) {
            throw new Unusable("that is no address: " + e.getMessage() + ".",
                    "Give one such as " + EXAMPLE + "; what an address may not hold is written as %20 and the like.");
        }
        boolean whole = uri.getScheme() != null && uri.getScheme().matches("https?") && uri.getHost() != null
                && HOST.matcher(uri.getHost()).matches() && uri.getRawUserInfo() == null && uri.getRawFragment() == null
                && !beforePath(address).contains("{");
        if (!whole) {
            throw new Unusable("that is no address of tiles on the web.",
                    "Give one with http or https and the name of its server, such as " + EXAMPLE + ".");
        }
    }
}
