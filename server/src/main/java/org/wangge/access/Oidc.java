package org.wangge.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.GeneralException;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.AuthenticationResponse;
import com.nimbusds.openid.connect.sdk.AuthenticationResponseParser;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wangge.model.Account;
import org.wangge.model.Grant;
import org.wangge.model.Lookalikes;
import org.wangge.model.PlainText;
import org.wangge.problem.Problem;
import org.wangge.problem.ProblemException;
import org.wangge.store.Store;

/// Sign-in with an operator's own identity provider: OpenID Connect, authorization code with PKCE, state and nonce. All three
/// are derived from one secret that only the browser keeps, so that no server needs to remember who has set out. Safe for any
/// number of threads.
public final class Oidc {

    /// `publicUrl` is where browsers reach this server, without a slash at the end; `roles` says which grants follow from what
    /// the provider says, null: none do.
    public record Settings(URI issuer, String clientId, String clientSecret, URI publicUrl, OidcRoles roles) {
        @Override
        public String toString() {
            return "Settings[issuer=" + issuer + ", clientId=" + clientId + "]";
        }
    }

    /// Where to send the browser, and the secret that it brings back.
    public record Departure(URI provider, String secret) {}

    private static final Logger LOG = LoggerFactory.getLogger(Oidc.class);
    private static final int TIMEOUT_MILLIS = 10_000;
    private static final int MAX_KEYS_BYTES = 512 * 1024;
    private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(
            JWSAlgorithm.RS256, JWSAlgorithm.RS384, JWSAlgorithm.RS512, JWSAlgorithm.PS256, JWSAlgorithm.PS384,
            JWSAlgorithm.PS512,
            JWSAlgorithm.ES256, JWSAlgorithm.ES384, JWSAlgorithm.ES512);

    /// What the provider says of itself, and the check of its tokens.
    private record Provider(OIDCProviderMetadata metadata, IDTokenValidator validator) {}

    private final Settings settings;
    private final URI callback;
    private final Store store;
    private final SignIn signIn;
    private final Callers callers;
    private final Audit audit;
    private final Clock clock;
    private volatile Provider known;

    Oidc(Settings settings, Store store, SignIn signIn, Callers callers, Audit audit, Clock clock) {
        this.settings = settings;
        this.callback = URI.create(settings.publicUrl() + "/api/oidc/callback");
        this.store = store;
        this.signIn = signIn;
        this.callers = callers;
        this.audit = audit;
        this.clock = clock;
    }

    /// `Unavailable` when the provider can't be reached.
    public Departure depart() {
        String secret = Secrets.token();
        AuthenticationRequest request = new AuthenticationRequest.Builder(
                        ResponseType.CODE, new Scope("openid", "profile"), new ClientID(settings.clientId()), callback)
                .endpointURI(provider().metadata().getAuthorizationEndpointURI())
                .state(new State(Secrets.derived("state", secret)))
                .nonce(new Nonce(Secrets.derived("nonce", secret)))
                .codeChallenge(verifier(secret), CodeChallengeMethod.S256)
                .build();
        return new Departure(request.toURI(), secret);
    }

    /// Takes the browser back: `query` is what the provider has put behind the callback's address, `secret` what the browser
    /// brought, or null. Begins a session for the account with the provider's subject, which is made when there is none. It has
    /// the grants that follow from the provider's claims, where these are set to be asked, beside those that an admin gave.
    /// `Unauthenticated` when the provider refused, or what came back is not the answer to what this browser asked.
    public SignIn.Begun arrive(String secret, String query, String address) {
        try {
            IDTokenClaimsSet claims = claims(secret, query);
            return signIn.begin(account(claims, address), "oidc", address);
        } catch (Refusal e) {
            audit.add(0, null, Action.SESSION_REFUSED, null, Map.of("by", "oidc", "reason", e.reason), address);
            throw new ProblemException(
                    new Problem.Unauthenticated(
                            "The sign-in with the identity provider failed: " + e.getMessage() + ".", "Begin again from the map.",
                            Map.of("reason", "oidc_" + e.reason)),
                    e);
        }
    }

    /// Why an arrival is refused: a stable word, and words.
    private static final class Refusal extends Exception {
        private final String reason;

        Refusal(String reason, String words, Throwable cause) {
            super(words, cause);
            this.reason = reason;
        }
    }

    private IDTokenClaimsSet claims(String secret, String query) throws Refusal {
        AuthenticationResponse response;
        try {
            response = AuthenticationResponseParser.parse(URI.create(callback + "?" + (query == null ? "" : query)));
        } catch (ParseException | IllegalArgumentException e) {
            throw new Refusal("answer", "the provider's answer can't be read", e);
        }
        if (secret == null || response.getState() == null
                || !Secrets.same(response.getState().getValue(), Secrets.derived("state", secret))) {
            throw new Refusal("state", "this browser has not asked for it, or too long ago", null);
        }
        if (!response.indicatesSuccess()) {
            throw new Refusal("denied", "the provider did not agree", null);
        }
        AuthorizationCode code = response.toSuccessResponse().getAuthorizationCode();
        if (code == null) {
            throw new Refusal("answer", "the provider's answer has no code", null);
        }
        Provider provider = provider();
        try {
            OIDCTokenResponse tokens = redeem(provider, code, secret);
            return provider.validator().validate(tokens.getOIDCTokens().getIDToken(),
                    new Nonce(Secrets.derived("nonce", secret)));
        } catch (BadJOSEException | JOSEException e) {
            LOG.warn("an ID token of {} was refused: {}", settings.issuer(), e.getMessage());
            throw new Refusal("id_token", "the provider's token is not valid", e);
        }
    }

    private OIDCTokenResponse redeem(Provider provider, AuthorizationCode code, String secret) throws Refusal {
        TokenRequest request = new TokenRequest(
                provider.metadata().getTokenEndpointURI(),
                new ClientSecretBasic(new ClientID(settings.clientId()), new Secret(settings.clientSecret())),
                new AuthorizationCodeGrant(code, callback, verifier(secret)));
        try {
            HTTPRequest http = request.toHTTPRequest();
            http.setConnectTimeout(TIMEOUT_MILLIS);
            http.setReadTimeout(TIMEOUT_MILLIS);
            TokenResponse response = OIDCTokenResponseParser.parse(http.send());
            if (!response.indicatesSuccess()) {
                String error = response.toErrorResponse().getErrorObject().getCode();
                LOG.warn("{} did not redeem a code: {}", settings.issuer(), error);
                throw new Refusal("code", "the provider did not redeem the code", null);
            }
            OIDCTokenResponse tokens = (OIDCTokenResponse) response.toSuccessResponse();
            if (tokens.getOIDCTokens().getIDToken() == null) {
                throw new Refusal("id_token", "the provider sent no ID token", null);
            }
            return tokens;
        } catch (ParseException e) {
            throw new Refusal("answer", "the provider's answer can't be read", e);
        } catch (IOException e) {
            throw away(e);
        }
    }

    private Account account(IDTokenClaimsSet claims, String address) throws Refusal {
        String subject = claims.getIssuer().getValue() + " " + claims.getSubject().getValue();
        Optional<Account> known = store.accounts().findBySubject(subject);
        Account account = known.isPresent() ? known.get() : store.inTransaction(() -> {
            Account added = store.accounts().add(new Account(
                    0, 0, freeName(claims), shownName(claims), null, subject, false, false, clock.instant(), List.of()));
            audit.add(0, null, Action.ACCOUNT_CREATE, SignIn.subject(added), Map.of("name", added.name(), "by", "oidc"), address);
            return added;
        });
        if (!callers.maySignIn(account)) {
            throw new Refusal("disabled", "the account is disabled", null);
        }
        return settings.roles() == null ? account : withRoles(account, claims.toJSONObject(), address);
    }

    private Account withRoles(Account account, Map<String, Object> claims, String address) {
        List<Grant> grants = settings.roles().grants(account.grants(), claims, store);
        if (grants.equals(account.grants())) {
            return account;
        }
        try {
            Account changed = store.inTransaction(() -> {
                Account after = store.accounts().update(account.withGrants(grants));
                audit.add(0, null, Action.ACCOUNT_CHANGE, SignIn.subject(after),
                        Map.of("grants", AccountAdmin.words(grants), "by", "oidc"), address);
                return after;
            });
            callers.forget(account.id());
            return changed;
        } catch (ProblemException e) {
            if (!(e.problem() instanceof Problem.Refused)) {
                throw e;
            }
            LOG.warn("the grants of '{}' stay as they are, other than {} says: {}", account.name(), settings.issuer(),
                    e.problem().detail());
            return account;
        }
    }

    private static String shownName(IDTokenClaimsSet claims) {
        String name = claims.getStringClaim("name");
        String shown = name == null ? null : shortened(name, 200);
        return shown == null || PlainText.fault(shown) != null ? null : shown;
    }

    /// No more than so many UTF-16 units, and whole characters.
    private static String shortened(String text, int most) {
        return text.length() <= most ? text
                : text.substring(0, most - (Character.isHighSurrogate(text.charAt(most - 1)) ? 1 : 0));
    }

    private String freeName(IDTokenClaimsSet claims) {
        String wanted = claims.getStringClaim("preferred_username");
        String base = Account.normal(wanted == null ? claims.getSubject().getValue() : wanted)
                .replaceAll("[^\\p{L}\\p{N}._@+-]", "-")
                .replaceFirst("^[^\\p{L}\\p{N}]+", "");
        base = base.isEmpty() || Lookalikes.fault(base) != null ? "user" : shortened(base, 80);
        String name = base;
        for (int i = 2; store.accounts().findByName(name).isPresent(); i++) {
            name = base + "-" + i;
        }
        return name;
    }

    private static CodeVerifier verifier(String secret) {
        return new CodeVerifier(Secrets.derived("pkce", secret));
    }

    private Provider provider() {
        Provider provider = known;
        if (provider != null) {
            return provider;
        }
        try {
            OIDCProviderMetadata metadata = OIDCProviderMetadata.resolve(new Issuer(settings.issuer()), TIMEOUT_MILLIS,
                    TIMEOUT_MILLIS);
            JWKSource<SecurityContext> keys = JWKSourceBuilder.create(
                            metadata.getJWKSetURI().toURL(),
                            new DefaultResourceRetriever(TIMEOUT_MILLIS, TIMEOUT_MILLIS, MAX_KEYS_BYTES))
                    .build();
            IDTokenValidator validator = new IDTokenValidator(
                    metadata.getIssuer(), new ClientID(settings.clientId()), new JWSVerificationKeySelector<>(ALGORITHMS, keys),
                    null);
            known = new Provider(metadata, validator);
            return known;
        } catch (GeneralException | MalformedURLException e) {
            throw new ProblemException(
                    new Problem.Unavailable("What the identity provider " + settings.issuer() + " says of itself can't be used: "
                            + e.getMessage() + ".",
                            "Check the server's option --oidc-issuer."),
                    e);
        } catch (IOException e) {
            throw away(e);
        }
    }

    private ProblemException away(IOException e) {
        return new ProblemException(
                new Problem.Unavailable("The identity provider " + settings.issuer() + " can't be reached.",
                        "Try again, or sign in with a password."), e);
    }
}
