package io.pointstream.dashboards.access;

import java.net.URI;

/**
 * Where people sign in with OpenID Connect.
 *
 * @param issuer of the provider; its metadata are under {@code .well-known/openid-configuration}
 * @param clientId of this console
 * @param clientSecret of this console
 * @param nameClaim the claim that is a person's name here
 * @param rolesClaim the claim that lists a person's roles, named as ours; others are ignored
 * @param address of this console, as browsers reach it; the provider sends them back to {@code /sign-in/openid/back}
 */
public record OpenIdConfig(
        URI issuer, String clientId, String clientSecret, String nameClaim, String rolesClaim, URI address) {

    @Override
    public String toString() {
        return "OpenIdConfig[issuer=" + issuer + ", clientId=" + clientId + "]";
    }
}
