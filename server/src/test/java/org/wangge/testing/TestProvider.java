package org.wangge.testing;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.pkce.CodeChallenge;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.token.BearerAccessToken;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.AuthenticationSuccessResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.SubjectType;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.token.OIDCTokens;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/// An OpenID provider that speaks the protocol over HTTP: discovery, authorization code with PKCE, client authentication, signed
/// ID tokens. Whoever comes to it is signed in at once as the subject at hand.
public final class TestProvider implements AutoCloseable {

    public static final String CLIENT = "wangge-test";
    public static final String SECRET = "a secret between provider and server";

    private final HttpServer server;
    private final RSAKey key;
    private final Map<String, AuthenticationRequest> codes = new ConcurrentHashMap<>();
    private volatile UnaryOperator<JWTClaimsSet.Builder> claims = c -> c.subject("7").claim("preferred_username", "Han.Meimei")
            .claim("name", "韩梅梅");
    private volatile RSAKey signing;

    public TestProvider() {
        try {
            key = new RSAKeyGenerator(2048).keyID("k1").generate();
            signing = key;
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/.well-known/openid-configuration", x -> answer(x, 200, "application/json", metadata()));
        server.createContext("/keys", x -> answer(x, 200, "application/json", new JWKSet(key).toString()));
        server.createContext("/authorize", this::authorize);
        server.createContext("/token", this::token);
        server.start();
    }

    public URI issuer() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /// What the next ID tokens say, on top of what is right.
    public void says(UnaryOperator<JWTClaimsSet.Builder> wanted) {
        claims = wanted;
    }

    /// Signs the next ID tokens with a key that the provider does not publish.
    public void signsWithAnotherKey() throws JOSEException {
        signing = new RSAKeyGenerator(2048).keyID("k1").generate();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private String metadata() {
        OIDCProviderMetadata metadata =
                new OIDCProviderMetadata(new Issuer(issuer()), List.of(SubjectType.PUBLIC), URI.create(issuer() + "/keys"));
        metadata.setAuthorizationEndpointURI(URI.create(issuer() + "/authorize"));
        metadata.setTokenEndpointURI(URI.create(issuer() + "/token"));
        metadata.setIDTokenJWSAlgs(List.of(JWSAlgorithm.RS256));
        metadata.setResponseTypes(List.of(com.nimbusds.oauth2.sdk.ResponseType.CODE));
        metadata.applyDefaults();
        return metadata.toJSONObject().toJSONString();
    }

    private void authorize(HttpExchange exchange) throws IOException {
        try {
            AuthenticationRequest request = AuthenticationRequest.parse(exchange.getRequestURI());
            if (!request.getClientID().getValue().equals(CLIENT) || request.getCodeChallenge() == null
                    || request.getNonce() == null) {
                answer(exchange, 400, "text/plain", "client, PKCE and nonce are needed");
                return;
            }
            AuthorizationCode code = new AuthorizationCode();
            codes.put(code.getValue(), request);
            URI back = new AuthenticationSuccessResponse(request.getRedirectionURI(), code, null, null, request.getState(), null,
                    null).toURI();
            exchange.getResponseHeaders().set("Location", back.toString());
            answer(exchange, 302, "text/plain", "");
        } catch (ParseException e) {
            answer(exchange, 400, "text/plain", e.getMessage());
        }
    }

    private void token(HttpExchange exchange) throws IOException {
        try {
            HTTPRequest http = new HTTPRequest(HTTPRequest.Method.POST, URI.create(issuer() + "/token"));
            exchange.getRequestHeaders().forEach((name, values) -> http.setHeader(name, values.getFirst()));
            http.setBody(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            TokenRequest request = TokenRequest.parse(http);
            AuthorizationCodeGrant grant = (AuthorizationCodeGrant) request.getAuthorizationGrant();
            AuthenticationRequest begun = codes.remove(grant.getAuthorizationCode().getValue());
            boolean good = begun != null
                    && request.getClientAuthentication() instanceof ClientSecretBasic basic
                    && basic.getClientID().getValue().equals(CLIENT)
                    && basic.getClientSecret().getValue().equals(SECRET)
                    && begun.getRedirectionURI().equals(grant.getRedirectionURI())
                    && grant.getCodeVerifier() != null
                    && CodeChallenge.compute(CodeChallengeMethod.S256, grant.getCodeVerifier()).equals(begun.getCodeChallenge());
            if (!good) {
                answer(exchange, 400, "application/json", "{\"error\":\"invalid_grant\"}");
                return;
            }
            Instant now = Instant.now();
            JWTClaimsSet.Builder right = new JWTClaimsSet.Builder()
                    .issuer(issuer().toString())
                    .audience(CLIENT)
                    .issueTime(Date.from(now))
                    .expirationTime(Date.from(now.plusSeconds(60)))
                    .claim("nonce", begun.getNonce().getValue());
            SignedJWT token = new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("k1").build(),
                    claims.apply(right).build());
            token.sign(new RSASSASigner(signing));
            answer(exchange, 200, "application/json",
                    new OIDCTokenResponse(new OIDCTokens(token, new BearerAccessToken(), null)).toJSONObject().toJSONString());
        } catch (ParseException | JOSEException e) {
            answer(exchange, 400, "application/json", "{\"error\":\"invalid_request\"}");
        }
    }

    private static void answer(HttpExchange exchange, int status, String type, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        try (var out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }
}
