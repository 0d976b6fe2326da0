package org.wangge.app;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.wangge.access.Access;
import org.wangge.access.Oidc;
import org.wangge.access.OidcRoles;
import org.wangge.api.Exposure;
import org.wangge.basemap.Basemap;
import org.wangge.basemap.BasemapOption;
import org.wangge.problem.Problem;
import picocli.CommandLine.Option;

/// Settings of a server: each with its option, its environment variable and its default in one place.
final class ServerOptions {

    /// Who sees the map without signing in.
    enum Anonymous {
        viewer,
        none
    }

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            defaultValue = "${env:WANGGE_HOST:-127.0.0.1}",
            description = "Address to serve on, 0.0.0.0 for all of this machine's (WANGGE_HOST; default: ${DEFAULT-VALUE})")
    String host;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "${env:WANGGE_PORT:-8080}",
            description = "Port to serve on, 0 for any free one (WANGGE_PORT; default: ${DEFAULT-VALUE})")
    int port;

    @Option(
            names = "--public-url",
            paramLabel = "URL",
            defaultValue = "${env:WANGGE_PUBLIC_URL:-}",
            description = "Where browsers reach the server, such as https://maps.example.com: the address of the TLS proxy "
                    + "before it (WANGGE_PUBLIC_URL)")
    String publicUrl;

    @Option(
            names = "--trusted-proxy",
            paramLabel = "ADDRESS",
            split = ",",
            defaultValue = "${env:WANGGE_TRUSTED_PROXY:-}",
            description = "Address of a proxy whose X-Forwarded-For is believed; several by commas (WANGGE_TRUSTED_PROXY)")
    List<String> trustedProxies;

    @Option(
            names = "--insecure-http",
            defaultValue = "${env:WANGGE_INSECURE_HTTP:-false}",
            description = "Serve other machines without TLS, although passwords can then be read on the way "
                    + "(WANGGE_INSECURE_HTTP)")
    boolean insecureHttp;

    @Option(
            names = "--anonymous",
            paramLabel = "viewer|none",
            defaultValue = "${env:WANGGE_ANONYMOUS:-}",
            description = "What one may do without signing in (WANGGE_ANONYMOUS; default: viewer when only this machine is "
                    + "served, else none)")
    String anonymous;

    @Option(
            names = "--oidc-issuer",
            paramLabel = "URL",
            defaultValue = "${env:WANGGE_OIDC_ISSUER:-}",
            description = "Identity provider for sign-in by OpenID Connect; needs the next two and --public-url "
                    + "(WANGGE_OIDC_ISSUER)")
    String oidcIssuer;

    @Option(
            names = "--oidc-client-id",
            paramLabel = "ID",
            defaultValue = "${env:WANGGE_OIDC_CLIENT_ID:-}",
            description = "What the provider calls this server (WANGGE_OIDC_CLIENT_ID)")
    String oidcClientId;

    @Option(
            names = "--oidc-client-secret-file",
            paramLabel = "FILE",
            defaultValue = "${env:WANGGE_OIDC_CLIENT_SECRET_FILE:-}",
            description = "File with the secret that goes with it (WANGGE_OIDC_CLIENT_SECRET_FILE)")
    String oidcClientSecretFile;

    @Option(
            names = "--oidc-roles-claim",
            paramLabel = "NAME",
            defaultValue = "${env:WANGGE_OIDC_ROLES_CLAIM:-}",
            description = "Claim of the ID token that says who may do what, such as groups or realm_access.roles"
                    + " (WANGGE_OIDC_ROLES_CLAIM)")
    String oidcRolesClaim;

    @Option(
            names = "--oidc-role",
            paramLabel = "VALUE=ROLE[@CODE]",
            split = ",",
            defaultValue = "${env:WANGGE_OIDC_ROLE:-}",
            description = "Who has VALUE in that claim gets ROLE, everywhere or in the branch or grid with this code; several by"
                    + " commas (WANGGE_OIDC_ROLE)")
    List<String> oidcRoles;

    @Option(
            names = "--time-zone",
            paramLabel = "ZONE",
            defaultValue = "${env:WANGGE_TIME_ZONE:-}",
            description = "Time zone in which a new day begins, such as Asia/Shanghai or +08:00 (WANGGE_TIME_ZONE; default: the"
                    + " machine's)")
    String timeZone;

    @Option(
            names = "--max-upload-mib",
            paramLabel = "N",
            defaultValue = "${env:WANGGE_MAX_UPLOAD_MIB:-2048}",
            description = "Largest file that may be sent to be imported, in MiB (WANGGE_MAX_UPLOAD_MIB; default:"
                    + " ${DEFAULT-VALUE})")
    int maxUploadMib;

    @Option(
            names = "--basemap",
            paramLabel = "MAP",
            split = ";",
            defaultValue = "${env:WANGGE_BASEMAP:-}",
            description = "A map to lie under the grids: osm, tianditu-vec,key=KEY, tianditu-img,key=KEY, amap, or the address"
                    + " of tiles with {z}, {x} and {y}, or a file (.mbtiles, .pmtiles); words about it follow: ,name="
                    + " ,attribution= ,crs=GCJ-02 ,max-zoom= ,layer= (of a WMTS). Several by repeating it or by semicolons; the"
                    + " first is shown at first. Browsers fetch from services themselves (WANGGE_BASEMAP; default: none)")
    List<String> basemaps;

    static List<String> variables() {
        return List.of(
                "WANGGE_HOST", "WANGGE_PORT", "WANGGE_DATABASE_URL", "WANGGE_DATA_DIR", "WANGGE_PUBLIC_URL",
                "WANGGE_TRUSTED_PROXY", "WANGGE_INSECURE_HTTP",
                "WANGGE_ANONYMOUS", "WANGGE_OIDC_ISSUER", "WANGGE_OIDC_CLIENT_ID", "WANGGE_OIDC_CLIENT_SECRET_FILE",
                "WANGGE_OIDC_ROLES_CLAIM", "WANGGE_OIDC_ROLE", "WANGGE_TIME_ZONE",
                "WANGGE_MAX_UPLOAD_MIB", "WANGGE_BASEMAP");
    }

    /// `BadInput` for one that can't be.
    List<Basemap> basemaps() {
        return BasemapOption.parseAll(basemaps == null ? List.of() : basemaps);
    }

    /// `BadInput` when it is no size.
    long maxUploadBytes() {
        if (maxUploadMib < 1 || maxUploadMib > 1 << 20) {
            throw new Problem.BadInput("--max-upload-mib is " + maxUploadMib + ".", "It must be from 1 to 1048576.")
                    .asException();
        }
        return (long) maxUploadMib << 20;
    }

    /// `BadInput` when passwords would cross a network in the clear.
    Exposure exposure() {
        Set<String> proxies = trustedProxies == null
                ? Set.of()
                : trustedProxies.stream().map(String::strip).filter(p -> !p.isEmpty()).collect(Collectors.toSet());
        return new Exposure(host, port, publicUrl(), insecureHttp, proxies);
    }

    Access.Settings access(Exposure exposure, boolean demo) {
        boolean viewing = isBlank(anonymous) ? exposure.isLoopbackOnly() : anonymous() == Anonymous.viewer;
        return new Access.Settings(viewing, demo, oidc());
    }

    /// The one clock of the server. `BadInput` for a time zone that is none.
    Clock clock() {
        try {
            return Clock.system(isBlank(timeZone) ? ZoneId.systemDefault() : ZoneId.of(timeZone.strip()));
        } catch (DateTimeException e) {
            throw new Problem.BadInput("--time-zone is '" + timeZone + "', which is no time zone that is known here.",
                    "Give one of the IANA list, such as Asia/Shanghai, or an offset such as +08:00.").asException();
        }
    }

    private Anonymous anonymous() {
        try {
            return Anonymous.valueOf(anonymous);
        } catch (IllegalArgumentException e) {
            throw new Problem.BadInput("--anonymous is '" + anonymous + "'.", "It must be viewer or none.").asException();
        }
    }

    private URI publicUrl() {
        return isBlank(publicUrl) ? null : url("--public-url", publicUrl.replaceFirst("/+$", ""));
    }

    private Oidc.Settings oidc() {
        if (Stream.of(oidcIssuer, oidcClientId, oidcClientSecretFile).allMatch(ServerOptions::isBlank)) {
            return null;
        }
        if (Stream.of(oidcIssuer, oidcClientId, oidcClientSecretFile, publicUrl).anyMatch(ServerOptions::isBlank)) {
            throw new Problem.BadInput(
                            "Sign-in by OpenID Connect is only half set up.",
                            "Give --oidc-issuer, --oidc-client-id, --oidc-client-secret-file and --public-url together.")
                    .asException();
        }
        URI issuer = url("--oidc-issuer", oidcIssuer);
        if (!"https".equals(issuer.getScheme()) && !insecureHttp) {
            throw new Problem.BadInput("--oidc-issuer is '" + issuer + "', without TLS.",
                    "Use https, or accept it with --insecure-http.").asException();
        }
        try {
            return new Oidc.Settings(issuer, oidcClientId, Files.readString(Path.of(oidcClientSecretFile)).strip(), publicUrl(),
                    oidcRoles());
        } catch (IOException e) {
            throw new Problem.BadInput("The file " + oidcClientSecretFile + " can't be read.",
                    "Name a readable file with --oidc-client-secret-file.")
                    .asException();
        }
    }

    private OidcRoles oidcRoles() {
        List<String> rules = oidcRoles == null ? List.of() : oidcRoles.stream().filter(r -> !r.isBlank()).toList();
        if (isBlank(oidcRolesClaim) != rules.isEmpty()) {
            throw new Problem.BadInput("The roles of who signs in by OpenID Connect are only half set up.",
                    "Give --oidc-roles-claim and --oidc-role together.").asException();
        }
        return rules.isEmpty() ? null : OidcRoles.parse(oidcRolesClaim.strip(), rules);
    }

    private static URI url(String option, String text) {
        try {
            URI url = URI.create(text);
            if (url.getHost() != null) {
                return url;
            }
        } catch (IllegalArgumentException e) {
            throw new Problem.BadInput(option + " is '" + text + "'.", "Give a URL such as https://maps.example.com.")
                    .asException();
        }
        throw new Problem.BadInput(option + " is '" + text + "'.", "Give a URL such as https://maps.example.com.").asException();
    }

    private static boolean isBlank(String text) {
        return text == null || text.isBlank();
    }
}
