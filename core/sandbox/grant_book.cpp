// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sandbox/grant_book.h"

#include "core/crypto/digest.h"
#include "core/crypto/encoding.h"

#include <algorithm>
#include <utility>

namespace gatehouse::sandbox {
namespace {

constexpr std::size_t kMostAccess = 50;
constexpr std::size_t kMostRefresh = 20;
constexpr std::size_t kMostGrants = 5000;
constexpr std::size_t kMostCodes = 1000;

std::string challengeOf(std::string_view verifier)
{
    return crypto::toBase64Url(crypto::digest(crypto::Digest::Sha256, verifier));
}

} // namespace

void GrantBook::keepCode(std::string code, CodeTerms terms, UnixMillis now)
{
    if (m_codes.size() >= kMostCodes) {
        std::erase_if(m_codes, [now](const auto& entry) { return entry.second.expiresAt < now; });
    }
    m_codes.insert_or_assign(std::move(code),
                             Code{std::move(terms), now + m_definition.authorize.codeLifetime, 0});
}

std::string GrantBook::flaw(const Code& code, const CodeClaim& claim, UnixMillis now)
{
    if (code.grant != 0) {
        return "the authorization code was used before";
    }
    if (now >= code.expiresAt) {
        return "the authorization code has expired";
    }
    if (code.terms.clientId != claim.clientId) {
        return "the authorization code was issued to another client";
    }
    if (code.terms.redirectUri != claim.redirectUri) {
        return "redirect_uri is not the one of the authorization request";
    }
    if (!code.terms.challenge.empty() && challengeOf(claim.verifier) != code.terms.challenge) {
        return "code_verifier does not fit code_challenge";
    }
    return {};
}

GrantBook::Outcome<Grant*> GrantBook::redeem(const CodeClaim& claim, UnixMillis now)
{
    const auto found = m_codes.find(claim.code);
    if (found == m_codes.end()) {
        return tl::unexpected(std::string("the authorization code is unknown"));
    }
    auto& code = found->second;
    if (auto why = flaw(code, claim, now); !why.empty()) {
        if (const auto stolen = m_grants.find(code.grant); stolen != m_grants.end()) {
            revoke(stolen->second);
        }
        return tl::unexpected(std::move(why));
    }
    auto& grant = begin(code.terms.tenant, code.terms.clientId, code.terms.scopes, now);
    code.grant = grant.id;
    return &grant;
}

Grant& GrantBook::begin(std::size_t tenant, std::string clientId, std::vector<std::string> scopes,
                        UnixMillis now)
{
    if (m_grants.size() >= kMostGrants) {
        forgetOldest();
    }
    Grant grant;
    grant.id = ++m_lastGrant;
    grant.tenant = tenant;
    grant.clientId = std::move(clientId);
    grant.scopes = std::move(scopes);
    grant.begunAt = now;
    return m_grants.emplace(grant.id, std::move(grant)).first->second;
}

void GrantBook::forgetOldest()
{
    const auto oldest = m_grants.begin();
    for (const auto& token : oldest->second.access) {
        m_byAccess.erase(token.text);
    }
    for (const auto& token : oldest->second.refresh) {
        m_byRefresh.erase(token.text);
    }
    m_grants.erase(oldest);
}

std::string GrantBook::flaw(const Grant& grant, const Grant::Refresh& token, std::string_view clientId,
                            UnixMillis now) const
{
    const auto& rules = m_definition.refresh;
    if (grant.clientId != clientId) {
        return "the refresh token was issued to another client";
    }
    if (grant.revoked) {
        return "the grant was revoked";
    }
    if (rules.absolute.count() != 0 && now >= grant.begunAt + rules.absolute) {
        return "the grant is older than a grant may get";
    }
    if (rules.idle.count() != 0 && now >= token.usedAt.value_or(token.issuedAt) + rules.idle) {
        return "the refresh token was not used for too long";
    }
    if (token.replacedAt && now >= *token.replacedAt + rules.previousValid) {
        const bool replacementUsed = grant.refresh.back().usedAt.has_value();
        if (!rules.previousUntilUsed || replacementUsed
            || token.text != std::prev(grant.refresh.end(), 2)->text) {
            return "the refresh token was replaced and used again";
        }
    }
    return {};
}

GrantBook::Outcome<Grant*> GrantBook::useRefresh(const std::string& text, std::string_view clientId,
                                                 UnixMillis now)
{
    const auto known = m_byRefresh.find(text);
    if (known == m_byRefresh.end()) {
        return tl::unexpected(std::string("the refresh token is unknown"));
    }
    auto& grant = m_grants.at(known->second);
    const auto token = std::find_if(grant.refresh.begin(), grant.refresh.end(),
                                    [&text](const auto& one) { return one.text == text; });
    const auto& rules = m_definition.refresh;
    auto why = flaw(grant, *token, clientId, now);
    const bool reused = !why.empty() && token->replacedAt && grant.clientId == clientId;
    const bool atOnce =
        token->usedAt && rules.concurrentWindow.count() != 0 && now < *token->usedAt + rules.concurrentWindow;
    if (why.empty() && atOnce) {
        why = "two refreshes with the same refresh token at the same time";
    }
    if ((reused && rules.reuseRevokes) || atOnce) {
        revoke(grant);
    }
    if (!why.empty()) {
        return tl::unexpected(std::move(why));
    }
    token->usedAt = now;
    return &grant;
}

bool GrantBook::rotates(const Grant& grant, UnixMillis now) const
{
    const auto& rules = m_definition.refresh;
    switch (rules.rotation) {
    case OAuthRefresh::Rotation::Never:
        return false;
    case OAuthRefresh::Rotation::Always:
        return true;
    case OAuthRefresh::Rotation::WhenOlder:
        return grant.refresh.empty() || now >= grant.refresh.back().issuedAt + rules.rotateAfter;
    }
    return false;
}

void GrantBook::addAccess(Grant& grant, std::string text, UnixMillis expiresAt)
{
    if (grant.access.size() >= kMostAccess) {
        m_byAccess.erase(grant.access.front().text);
        grant.access.pop_front();
    }
    m_byAccess.insert_or_assign(text, grant.id);
    grant.access.push_back({std::move(text), expiresAt});
}

void GrantBook::addRefresh(Grant& grant, std::string text, UnixMillis now)
{
    if (!grant.refresh.empty() && !grant.refresh.back().replacedAt) {
        grant.refresh.back().replacedAt = now;
    }
    if (grant.refresh.size() >= kMostRefresh) {
        m_byRefresh.erase(grant.refresh.front().text);
        grant.refresh.pop_front();
    }
    m_byRefresh.insert_or_assign(text, grant.id);
    grant.refresh.push_back({std::move(text), now, {}, {}});
}

GrantBook::AccessCheck GrantBook::check(std::string_view accessToken, UnixMillis now) const
{
    const auto known = m_byAccess.find(accessToken);
    if (known == m_byAccess.end()) {
        return {};
    }
    const auto& grant = m_grants.at(known->second);
    const auto token = std::find_if(grant.access.begin(), grant.access.end(),
                                    [&](const auto& one) { return one.text == accessToken; });
    const bool over = grant.revoked || now >= token->expiresAt;
    return {over ? AccessState::Expired : AccessState::Valid, &grant, token->expiresAt};
}

Grant* GrantBook::find(std::string_view token)
{
    for (const auto* index : {&m_byAccess, &m_byRefresh}) {
        if (const auto known = index->find(token); known != index->end()) {
            return &m_grants.at(known->second);
        }
    }
    return nullptr;
}

void GrantBook::expire(Grant& grant, UnixMillis now)
{
    for (auto& token : grant.access) {
        token.expiresAt = std::min(token.expiresAt, now);
    }
}

void GrantBook::revoke(Grant& grant)
{
    grant.revoked = true;
}

} // namespace gatehouse::sandbox
