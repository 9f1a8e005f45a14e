// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/account_insight_role.h"

#include "core/auth/jwt.h"

#include <fmt/format.h>

namespace gatehouse {
namespace {

constexpr std::size_t kLongestToken = std::size_t{64} << 10U;

Result<TokenClaims> claimsOf(std::string name, const Secret& token)
{
    if (token.size() > kLongestToken) {
        return fail(Errc::InvalidArgument, "a token of more than 64 KiB is not looked into");
    }
    auto parts = auth::peekJwt(token.reveal());
    if (!parts) {
        return fail(
            Errc::InvalidArgument,
            fmt::format("this is not a JWT, so there is nothing to see in it: {}", parts.error().message));
    }
    return TokenClaims{std::move(name), std::move(parts->header), std::move(parts->claims)};
}

} // namespace

void AccountInsightRole::tokenClaims(std::string accountId, Completion<std::vector<TokenClaims>> done)
{
    onEngine(m_core, [this, id = std::move(accountId), done = std::move(done)]() mutable {
        if (!m_core.accounts.find(id)) {
            done(fail(Errc::NotFound, fmt::format("there is no account {}", id)));
            return;
        }
        auto shared = std::make_shared<Completion<std::vector<TokenClaims>>>(std::move(done));
        m_core.credentials.loadFor(m_core.audit.actor(), std::move(id),
                                   [shared](Result<auth::CredentialsPtr> loaded) {
                                       std::vector<TokenClaims> found;
                                       if (!loaded && loaded.error().code != Errc::NotFound) {
                                           (*shared)(fail(std::move(loaded).error()));
                                           return;
                                       }
                                       if (loaded) {
                                           for (const auto& [name, secret] : (*loaded)->secrets) {
                                               if (auto claims = claimsOf(name, secret)) {
                                                   found.push_back(std::move(*claims));
                                               }
                                           }
                                       }
                                       (*shared)(std::move(found));
                                   });
    });
}

void AccountInsightRole::peekToken(Secret token, Completion<TokenClaims> done)
{
    done(claimsOf({}, token));
}

void AccountInsightRole::credentialHints(std::string accountId, Completion<std::vector<CredentialHint>> done)
{
    onEngine(m_core, [this, id = std::move(accountId), done = std::move(done)]() mutable {
        if (!m_core.accounts.find(id)) {
            done(fail(Errc::NotFound, fmt::format("there is no account {}", id)));
            return;
        }
        auto shared = std::make_shared<Completion<std::vector<CredentialHint>>>(std::move(done));
        m_core.credentials.loadFor(m_core.audit.actor(), std::move(id),
                                   [shared](Result<auth::CredentialsPtr> loaded) {
                                       if (!loaded && loaded.error().code != Errc::NotFound) {
                                           (*shared)(fail(std::move(loaded).error()));
                                           return;
                                       }
                                       std::vector<CredentialHint> hints;
                                       if (loaded) {
                                           for (const auto& [name, secret] : (*loaded)->secrets) {
                                               hints.push_back({name, secret.size(), secret.masked()});
                                           }
                                       }
                                       (*shared)(std::move(hints));
                                   });
    });
}

void AccountInsightRole::revealCredential(std::string accountId, std::string name, Completion<Secret> done)
{
    onEngine(m_core, [this, id = std::move(accountId), name = std::move(name),
                      done = std::move(done)]() mutable {
        if (!m_core.accounts.find(id)) {
            done(fail(Errc::NotFound, fmt::format("there is no account {}", id)));
            return;
        }
        m_core.credentials.revealFor(m_core.audit.actor(), std::move(id), std::move(name), std::move(done));
    });
}

void AccountInsightRole::overrideCounts(Completion<std::vector<OverrideCount>> done)
{
    onEngine(m_core, [this, done = std::move(done)]() mutable {
        std::vector<OverrideCount> counts;
        for (const Account& account : m_core.accounts.accounts()) {
            const auto record = m_core.accounts.find(account.id);
            const auto environment = record->environmentOverrides->size();
            const auto own = record->accountOverrides->size();
            if (environment + own > 0) {
                counts.push_back({account.id, environment, own});
            }
        }
        done(std::move(counts));
    });
}

} // namespace gatehouse
