// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/sandbox/definition.h"

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::sandbox {

class DefinitionNode;

inline constexpr std::string_view kJwtBearerGrant = "urn:ietf:params:oauth:grant-type:jwt-bearer";

/// What a person registered with the vendor: the app that asks for access.
struct OAuthApp
{
    std::string name;
    std::string clientId;
    std::string clientSecret;
    /// Matched exactly; a loopback one with any port (RFC 8252 §7.3).
    std::vector<std::string> redirectUris;
    std::vector<std::string> keys; ///< Public keys or certificates (PEM) that its assertions are signed with.
};

struct OAuthAuthorize
{
    enum class Pkce : std::uint8_t
    {
        Ignored,  ///< Parameters are there for nothing.
        Optional, ///< Checked when given.
        Required
    };

    std::string path;
    Pkce pkce = Pkce::Optional;
    std::vector<std::string> scopes; ///< Known ones; empty: any.
    std::string separator = " ";
    bool granular = false; ///< People may grant some scopes and not others.
    Expression redirect;   ///< More parameters of the redirect, as an object.
    Expression issuer;     ///< The redirect's iss (RFC 9207); undefined: none.
    std::chrono::seconds codeLifetime{60};
};

/// What a JWT bearer assertion must say to be taken (RFC 7523 §3).
struct OAuthAssertion
{
    std::vector<std::string> algorithms; ///< RS256, PS256, ES256, EdDSA.
    Expression audience;
    Expression subject;                ///< Of each customer: the user whom its administrator approved.
    std::chrono::seconds longest{300}; ///< How far exp may lie ahead.
};

struct OAuthToken
{
    std::string path;
    bool basic = false; ///< Clients may prove themselves by HTTP Basic …
    bool body = false;  ///< … or in the body.
    std::vector<std::string> grants;
    std::chrono::seconds lifetime{3600};
    bool announced = true; ///< The answer has expires_in.
    ResponsePtr response;
    std::optional<OAuthAssertion> assertion;
};

/// How refresh tokens live and die.
struct OAuthRefresh
{
    enum class Rotation : std::uint8_t
    {
        Never,
        Always,
        WhenOlder ///< Than rotateAfter.
    };

    Rotation rotation = Rotation::Never;
    std::chrono::seconds rotateAfter{0};
    std::chrono::seconds previousValid{0}; ///< A replaced token still works for that long …
    bool previousUntilUsed = false;        ///< … or until its replacement is first used.
    bool reuseRevokes = false;             ///< A dead token that comes again ends the whole grant.
    /// Another refresh with the same token within it ends the grant; 0: vendors that do not mind.
    std::chrono::milliseconds concurrentWindow{0};
    std::chrono::seconds idle{0};       ///< Dead when not used for that long; 0: never.
    std::chrono::seconds absolute{0};   ///< Dead that long after the consent; 0: never.
    std::vector<std::string> needScope; ///< Issued only when one of these was granted; empty: always.
};

/// An endpoint that takes a token and does or says something about it.
struct OAuthEndpoint
{
    RouteDefinition route;
    Expression token;          ///< Over {body, params, query}.
    bool clientNeeded = false; ///< The client must prove itself.
};

/// A vendor's authorization server: member "oauth" of sandbox.json.
struct OAuthDefinition
{
    OAuthApp app;
    OAuthAuthorize authorize;
    OAuthToken token;
    OAuthRefresh refresh;
    Expression accessText;
    Expression refreshText;
    std::vector<OAuthEndpoint> revoke;
    std::vector<OAuthEndpoint> introspect;
    std::map<std::string, ResponsePtr, std::less<>> errors; ///< By OAuth 2 error code; others: RFC 6749 §5.2.
};

[[nodiscard]] std::shared_ptr<const OAuthDefinition> readOAuth(const DefinitionNode& node);

} // namespace gatehouse::sandbox
