package io.pointstream.dashboards.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.GeneralException;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.Secret;
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
import io.pointstream.dashboards.desk.Role;
import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Signing in with OpenID Connect: the authorization code flow with PKCE. What the browser brings back is held against what
 * it took along, and the provider's ID token against the provider's keys.
 */
public final class OpenId {

    private static final int TIMEOUT_MS = 5_000;

    private final OpenIdConfig config;
    private final URI back;
    private volatile @Nullable OIDCProviderMetadata metadata;

    public OpenId(OpenIdConfig config) {
        this.config = config;
        this.back = config.address().resolve("/sign-in/openid/back");
    }

    /** Somebody of whom the provider says who they are. */
    public record Person(String name, Set<Role> roles) {}

    /** What a browser takes along and has to bring back: none of it may be known to another site. */
    public record Ticket(String state, String nonce, String verifier) {

        /** A new one. */
        public static Ticket random() {
            return new Ticket(new State().getValue(), new Nonce().getValue(), new CodeVerifier().getValue());
        }

        /** As it stands in a cookie. */
        public String text() {
            return state + "." + nonce + "." + verifier;
        }

        /** What {@link #text} gave; empty for anything else. */
        public static Optional<Ticket> parse(@Nullable String text) {
            String[] parts = text == null ? new String[0] : text.split("\\.", -1);
            return parts.length == 3 ? Optional.of(new Ticket(parts[0], parts[1], parts[2])) : Optional.empty();
        }
    }

    /** The provider said no, or something that does not hold. */
    public static final class OpenIdException extends Exception {

        private static final long serialVersionUID = 1L;

        public OpenIdException(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /** Where a browser signs in. */
    public URI begin(Ticket ticket) throws OpenIdException {
        return new AuthenticationRequest.Builder(
                        ResponseType.CODE, new Scope("openid", "profile"), new ClientID(config.clientId()), back)
                .endpointURI(provider().getAuthorizationEndpointURI())
                .state(new State(ticket.state()))
                .nonce(new Nonce(ticket.nonce()))
                .codeChallenge(new CodeVerifier(ticket.verifier()), CodeChallengeMethod.S256)
                .build()
                .toURI();
    }

    /**
     * Who came back.
     *
     * @param query of the address that the provider sent the browser to
     */
    public Person end(Ticket ticket, String query) throws OpenIdException {
        try {
            AuthenticationResponse answer = AuthenticationResponseParser.parse(URI.create(back + "?" + query));
            if (!new State(ticket.state()).equals(answer.getState())) {
                throw new OpenIdException("the state is not the one that this browser took along", null);
            }
            if (!answer.indicatesSuccess()) {
                throw new OpenIdException(
                        "the provider says " + answer.toErrorResponse().getErrorObject(), null);
            }
            return person(claims(answer.toSuccessResponse().getAuthorizationCode(), ticket));
        } catch (GeneralException | BadJOSEException | JOSEException | IOException | IllegalArgumentException e) {
            throw new OpenIdException(String.valueOf(e.getMessage()), e);
        }
    }

    private IDTokenClaimsSet claims(AuthorizationCode code, Ticket ticket)
            throws OpenIdException, GeneralException, BadJOSEException, JOSEException, IOException {
        ClientID client = new ClientID(config.clientId());
        var request = new TokenRequest.Builder(
                        provider().getTokenEndpointURI(),
                        new ClientSecretBasic(client, new Secret(config.clientSecret())),
                        new AuthorizationCodeGrant(code, back, new CodeVerifier(ticket.verifier())))
                .build()
                .toHTTPRequest();
        request.setConnectTimeout(TIMEOUT_MS);
        request.setReadTimeout(TIMEOUT_MS);
        OIDCTokenResponse tokens = (OIDCTokenResponse)
                OIDCTokenResponseParser.parse(request.send()).toSuccessResponse();
        IDTokenValidator validator = new IDTokenValidator(
                new Issuer(config.issuer()),
                client,
                JWSAlgorithm.RS256,
                provider().getJWKSetURI().toURL());
        return validator.validate(tokens.getOIDCTokens().getIDToken(), new Nonce(ticket.nonce()));
    }

    private Person person(IDTokenClaimsSet claims) throws OpenIdException {
        String name = claims.getStringClaim(config.nameClaim());
        if (name == null) {
            throw new OpenIdException("the ID token has no claim " + config.nameClaim(), null);
        }
        List<String> given = Objects.requireNonNullElse(claims.getStringListClaim(config.rolesClaim()), List.of());
        Set<Role> roles = EnumSet.noneOf(Role.class);
        Arrays.stream(Role.values())
                .filter(role -> Role.people().contains(role) && given.contains(role.code()))
                .forEach(roles::add);
        return new Person(name, Collections.unmodifiableSet(roles));
    }

    // Asked for once it is needed: the console starts whether or not the provider is there.
    private OIDCProviderMetadata provider() throws OpenIdException {
        OIDCProviderMetadata known = metadata;
        if (known == null) {
            try {
                known = OIDCProviderMetadata.resolve(new Issuer(config.issuer()), TIMEOUT_MS, TIMEOUT_MS);
            } catch (GeneralException | IOException e) {
                throw new OpenIdException("the provider does not answer: " + e.getMessage(), e);
            }
            metadata = known;
        }
        return known;
    }
}
