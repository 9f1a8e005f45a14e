// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/sandbox/oauth_definition.h"

#include <tl/expected.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::sandbox {

/// What a customer allowed an app: the family of all tokens that come from one consent.
struct Grant
{
    struct Access
    {
        std::string text;
        UnixMillis expiresAt;
    };

    struct Refresh
    {
        std::string text;
        UnixMillis issuedAt;
        std::optional<UnixMillis> usedAt;     ///< Last.
        std::optional<UnixMillis> replacedAt; ///< By the one after it.
    };

    std::uint64_t id = 0;
    std::size_t tenant = 0; ///< Index.
    std::string clientId;
    std::vector<std::string> scopes;
    UnixMillis begunAt;
    bool revoked = false;
    std::deque<Access> access;   ///< Newest last, the last 50.
    std::deque<Refresh> refresh; ///< Newest last, the last 20.
};

/// What an authorization code was given for.
struct CodeTerms
{
    std::size_t tenant = 0;
    std::string clientId;
    std::string redirectUri;
    std::string challenge; ///< PKCE S256; empty: none was sent.
    std::vector<std::string> scopes;
};

/// Who redeems a code, and with what.
struct CodeClaim
{
    std::string code;
    std::string clientId;
    std::string redirectUri;
    std::string verifier;
};

/// Everything an authorization server remembers. Each rule is the definition's. Lives on the vendor's thread.
class GrantBook
{
public:
    /// Why not, in words for error_description.
    template <class T>
    using Outcome = tl::expected<T, std::string>;

    enum class AccessState : std::uint8_t
    {
        Unknown,
        Valid,
        Expired, ///< Its time is over, or the grant was withdrawn.
    };

    struct AccessCheck
    {
        AccessState state = AccessState::Unknown;
        const Grant* grant = nullptr;
        UnixMillis expiresAt;
    };

    explicit GrantBook(const OAuthDefinition& definition)
        : m_definition(definition)
    {}

    void keepCode(std::string code, CodeTerms terms, UnixMillis now);
    /// Codes work once: a second try ends what the first one gave (RFC 6749 §4.1.2).
    [[nodiscard]] Outcome<Grant*> redeem(const CodeClaim& claim, UnixMillis now);
    [[nodiscard]] Grant& begin(std::size_t tenant, std::string clientId, std::vector<std::string> scopes,
                               UnixMillis now);

    /// The grant that the token stands for, when it may be used now by that client.
    [[nodiscard]] Outcome<Grant*> useRefresh(const std::string& text, std::string_view clientId,
                                             UnixMillis now);
    /// Whether a refresh is now answered with another refresh token.
    [[nodiscard]] bool rotates(const Grant& grant, UnixMillis now) const;

    void addAccess(Grant& grant, std::string text, UnixMillis expiresAt);
    void addRefresh(Grant& grant, std::string text, UnixMillis now);

    [[nodiscard]] AccessCheck check(std::string_view accessToken, UnixMillis now) const;
    /// By an access or refresh token, dead or alive; null: never seen.
    [[nodiscard]] Grant* find(std::string_view token);
    /// All access tokens of the grant are over now.
    static void expire(Grant& grant, UnixMillis now);
    static void revoke(Grant& grant);

    template <class F>
    void forEach(F&& function)
    {
        for (auto& [id, grant] : m_grants) {
            function(grant);
        }
    }

private:
    struct Code
    {
        CodeTerms terms;
        UnixMillis expiresAt;
        std::uint64_t grant = 0; ///< That it was redeemed for; 0: none yet.
    };

    [[nodiscard]] static std::string flaw(const Code& code, const CodeClaim& claim, UnixMillis now);
    [[nodiscard]] std::string flaw(const Grant& grant, const Grant::Refresh& token, std::string_view clientId,
                                   UnixMillis now) const;
    void forgetOldest();

    const OAuthDefinition& m_definition;
    std::map<std::string, Code, std::less<>> m_codes;
    std::map<std::uint64_t, Grant> m_grants;
    std::map<std::string, std::uint64_t, std::less<>> m_byAccess;
    std::map<std::string, std::uint64_t, std::less<>> m_byRefresh;
    std::uint64_t m_lastGrant = 0;
};

} // namespace gatehouse::sandbox
