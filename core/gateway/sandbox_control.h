// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/completion.h"
#include "core/base/secret.h"
#include "core/contract/connect.h"
#include "core/json/document.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace gatehouse {

/// How many requests of one grant a simulated token endpoint has seen since it started.
struct SandboxGrantCount
{
    std::string grant; ///< "authorization_code", "refresh_token", "client_credentials".
    std::uint64_t requests = 0;
    std::uint64_t refused = 0; ///< Of these.
};

/// One simulated vendor as a demo or a test drives it.
struct SandboxVendor
{
    std::string slug;
    std::string baseUrl;
    bool oauth = false; ///< Has an authorization server; the rest is empty otherwise.
    std::vector<SandboxGrantCount> tokenRequests;
    std::uint32_t failing = 0;                    ///< Token calls that will still be refused on purpose.
    std::uint32_t denying = 0;                    ///< Consents that will still be denied on purpose.
    std::optional<std::chrono::seconds> hangsFor; ///< Its token endpoint does not answer for that long.
};

/// The OAuth app that Gatehouse is at a simulated vendor: what a person would have registered there.
struct SandboxApp
{
    std::string slug;
    std::string clientId;
    Secret clientSecret;
    json::Document context; ///< For a new account: which hosts to talk to (auth_origin, …).
};

/// A refusal of the token endpoint in the vendor's own words.
struct SandboxTokenFailure
{
    std::uint32_t count = 1;             ///< How many of the next token calls.
    std::string error = "invalid_grant"; ///< An OAuth 2 error code; "server_error": 503.
};

/// What can be made to go wrong at the simulated vendors, so that it can be seen, shown and tested: the
/// console's "simulate" buttons, gatehousectl sandbox and POST /v1/sandbox/… do the same through this. On a
/// node without --sandbox everything answers Errc::Unsupported. Accounts are the gateway's ids; the account
/// must be connected to a simulated vendor (Errc::Conflict otherwise), by the demo or by a flow.
class SandboxControl
{
public:
    SandboxControl() = default;
    SandboxControl(const SandboxControl&) = delete;
    SandboxControl& operator=(const SandboxControl&) = delete;
    virtual ~SandboxControl() = default;

    virtual void vendors(Completion<std::vector<SandboxVendor>> done) = 0;
    /// Client id and secret to connect another account with. NotFound: no such vendor, or it has no OAuth.
    virtual void app(std::string slug, Completion<SandboxApp> done) = 0;
    /// The vendor refuses the account's present access token from now on, as if its time had run out. The
    /// gateway is not told: it finds out, as it would from a real vendor.
    virtual void expireToken(std::string accountId, Completion<bool> done) = 0;
    /// The grant is withdrawn at the vendor: no refresh works any more, a person has to connect again.
    virtual void revokeRefreshToken(std::string accountId, Completion<bool> done) = 0;
    /// The token endpoint takes requests and does not answer them for that long (0: answers again at once).
    virtual void hangTokenEndpoint(std::string slug, std::chrono::seconds duration,
                                   Completion<bool> done) = 0;
    virtual void failTokenCalls(std::string slug, SandboxTokenFailure failure, Completion<bool> done) = 0;
    /// The next people who are asked for consent say no, whatever they press.
    virtual void denyConsents(std::string slug, std::uint32_t count, Completion<bool> done) = 0;
    /// Answers the consent page that a session waits for, as the first customer's administrator would in the
    /// browser, and hands the vendor's redirect to the session. Conflict: it does not wait for a simulated
    /// vendor's page; Unavailable: the vendor did not answer.
    virtual void answerConsent(std::string sessionId, bool approve, Completion<ConnectSession> done) = 0;
    /// What a person does who uploads the app's certificate at the vendor: a public key or certificate (PEM)
    /// by which JWT bearer assertions are taken from now on. Until the node ends.
    virtual void registerKey(std::string slug, std::string publicKeyPem, Completion<bool> done) = 0;
    /// Ends all of the above at one vendor, its other pending faults too.
    virtual void clear(std::string slug, Completion<bool> done) = 0;
};

} // namespace gatehouse
