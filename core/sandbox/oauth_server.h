// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/net/server.h"
#include "core/sandbox/dice.h"
#include "core/sandbox/grant_book.h"
#include "core/sandbox/oauth_definition.h"
#include "core/sandbox/oauth_state.h"
#include "core/sandbox/reply.h"
#include "core/sandbox/tenant.h"

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gatehouse::sandbox {

using Pairs = std::vector<std::pair<std::string, std::string>>;

/// An error as OAuth 2 names it, with the words for it.
struct OAuthProblem
{
    std::string error;
    std::string description;
};

/// What goes wrong at an authorization server on purpose.
struct OAuthTroubles
{
    std::uint32_t failing = 0;                    ///< Token calls still to be refused …
    std::string error;                            ///< … with this.
    std::uint32_t denying = 0;                    ///< Consents still to be denied.
    SteadyTime hangsUntil{};                      ///< Token answers are held back until then.
    std::optional<std::chrono::seconds> lifetime; ///< Of access tokens, instead of the vendor's own.
};

/// A simulated vendor's authorization server: consent page, codes, tokens, revocation, by the vendor's rules
/// (OAuthDefinition). A function from requests to answers; lives on the vendor's thread.
class OAuthServer
{
public:
    struct Setup
    {
        std::shared_ptr<const OAuthDefinition> definition;
        const std::vector<std::unique_ptr<Tenant>>* tenants = nullptr;
        const Clock* clock = nullptr;
        std::uint64_t seed = 1;
        std::string slug;
        std::string baseUrl;
    };

    explicit OAuthServer(Setup setup);

    /// The answer to a request for one of its endpoints; nothing for any other.
    [[nodiscard]] std::optional<Result<Reply>> answer(const net::ServerRequest& request, const Call& call,
                                                      json::Arena& arena);
    /// How much later than at once the token endpoint answers now.
    [[nodiscard]] std::chrono::milliseconds delayOf(std::string_view path) const;

    /// Whose the access token is; valid is false for one that is over.
    [[nodiscard]] Tenant* tenantOf(std::string_view accessToken, bool& valid) const;
    /// A consent that was given beforehand: client_id, client_secret, access_token and refresh_token.
    [[nodiscard]] Result<json::Document> connect(std::size_t tenant);
    /// When tokens that are issued now end; nothing when the vendor does not tell.
    [[nodiscard]] std::optional<UnixMillis> announcedEnd() const;

    [[nodiscard]] const OAuthDefinition& definition() const noexcept { return *m_setup.definition; }

    [[nodiscard]] GrantBook& book() noexcept { return m_book; }

    [[nodiscard]] const OAuthTroubles& troubles() const noexcept { return m_troubles; }

    [[nodiscard]] OAuthTroubles& troubles() noexcept { return m_troubles; }

    [[nodiscard]] const std::map<std::string, GrantCount, std::less<>>& counts() const noexcept
    {
        return m_counts;
    }

    /// What a person does who uploads the app's certificate: a public key or certificate (PEM) by which
    /// assertions are taken from now on. The last 16 are kept. InvalidArgument: it is no PEM.
    [[nodiscard]] Status registerKey(std::string publicKey);

    /// Besides the app's own, exact ones.
    void addRedirectUri(std::string uri) { m_moreRedirects.push_back(std::move(uri)); }

private:
    struct Client
    {
        std::string id;
        std::optional<std::size_t> tenant; ///< Of a service client.
        bool basic = false;
    };

    using Granted = tl::expected<Grant*, OAuthProblem>;

    // oauth_authorize.cpp
    [[nodiscard]] Result<Reply> authorize(const Pairs& parameters, bool posted, json::Arena& arena);
    [[nodiscard]] Result<Reply> decide(const Pairs& parameters, json::Arena& arena);
    [[nodiscard]] std::string pageFlaw(const Pairs& parameters) const;
    [[nodiscard]] std::optional<OAuthProblem> requestFlaw(const Pairs& parameters) const;
    [[nodiscard]] bool knownRedirect(std::string_view uri) const;
    [[nodiscard]] Result<Reply> redirected(const Pairs& parameters, Pairs more, const Tenant* tenant,
                                           json::Arena& arena) const;
    [[nodiscard]] std::vector<std::string> scopesOf(const Pairs& parameters) const;

    // oauth_assertion.cpp
    [[nodiscard]] tl::expected<Client, OAuthProblem> assertedClient(const Pairs& form) const;
    [[nodiscard]] bool signedByTheApp(std::string_view algorithm, std::string_view text,
                                      std::string_view signature) const;
    [[nodiscard]] Result<std::optional<std::size_t>> tenantNamed(std::string_view subject) const;

    // oauth_token.cpp
    [[nodiscard]] Result<Reply> token(const net::ServerRequest& request, const Pairs& form,
                                      json::Arena& arena);
    [[nodiscard]] tl::expected<Client, OAuthProblem> client(const net::Headers& headers,
                                                            const Pairs& form) const;
    [[nodiscard]] Granted granted(std::string_view grantType, const Client& client, const Pairs& form);
    [[nodiscard]] Result<Reply> issued(Grant& grant, std::string_view grantType, json::Arena& arena);
    [[nodiscard]] Result<Reply> problem(const OAuthProblem& what, json::Arena& arena, bool basic = false);
    [[nodiscard]] Result<std::optional<Reply>> endpoint(const std::vector<OAuthEndpoint>& endpoints,
                                                        bool revokes, const net::ServerRequest& request,
                                                        const Call& call, json::Arena& arena);
    [[nodiscard]] Result<Reply> tokenAction(const OAuthEndpoint& endpoint, bool revokes,
                                            const std::string& token, Scope& scope);

    [[nodiscard]] Result<std::string> newText(const Expression& expression, const Grant& grant);
    [[nodiscard]] bool refreshable(const Grant& grant) const;
    [[nodiscard]] std::chrono::seconds lifetime() const;
    void fillScope(Scope& scope, const Tenant* tenant) const;

    Setup m_setup;
    GrantBook m_book;
    Dice m_dice;
    OAuthTroubles m_troubles;
    std::map<std::string, GrantCount, std::less<>> m_counts;
    std::vector<std::string> m_moreRedirects;
    std::vector<std::string> m_keys; ///< Registered since the start.
};

/// The first value of that name; "" when there is none.
[[nodiscard]] std::string_view valueOf(const Pairs& pairs, std::string_view name) noexcept;

} // namespace gatehouse::sandbox
