// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/sandbox_role.h"

#include "core/base/url.h"
#include "core/gateway/sandbox_token.h"
#include "core/net/client.h"
#include "core/runtime/await.h"

#include <fmt/format.h>

#include <algorithm>

namespace gatehouse {
namespace {

using sandbox::OAuthOrder;

constexpr std::chrono::seconds kConsentTime{10};

tl::unexpected<Error> noSandbox()
{
    return fail(Errc::Unsupported, "this node runs without simulated vendors: start it with --sandbox");
}

SandboxVendor describeVendor(const sandbox::Vendor& vendor, const sandbox::OAuthState& state)
{
    SandboxVendor out;
    out.slug = vendor.slug;
    out.baseUrl = vendor.baseUrl;
    out.oauth = state.present;
    for (const auto& [grant, count] : state.counts) {
        out.tokenRequests.push_back({grant, count.requests, count.refused});
    }
    out.failing = state.failing;
    out.denying = state.denying;
    out.hangsFor = state.hangsFor;
    return out;
}

} // namespace

QCoro::Task<Result<std::vector<SandboxVendor>>> SandboxRole::describe()
{
    std::vector<SandboxVendor> all;
    for (const auto& vendor : m_demo.world()->vendors()) {
        auto pending = runtime::awaitCompletion<sandbox::OAuthState>(
            *m_core.services.engine, [this, &vendor](Completion<sandbox::OAuthState> done) {
                m_demo.world()->oauthState(vendor.slug, std::move(done));
            });
        auto state = co_await pending;
        if (!state) {
            co_return fail(std::move(state).error());
        }
        all.push_back(describeVendor(vendor, *state));
    }
    co_return all;
}

void SandboxRole::vendors(Completion<std::vector<SandboxVendor>> done)
{
    onEngine(m_core, [this, done = std::move(done)]() mutable {
        if (m_demo.world() == nullptr) {
            done(noSandbox());
        } else {
            deliver(m_core, describe(), std::move(done));
        }
    });
}

void SandboxRole::app(std::string slug, Completion<SandboxApp> done)
{
    onEngine(m_core, [this, slug = std::move(slug), done = std::move(done)]() mutable {
        if (m_demo.world() == nullptr) {
            done(noSandbox());
            return;
        }
        auto shared = std::make_shared<Completion<SandboxApp>>(std::move(done));
        m_demo.world()->app(slug, [slug, shared](Result<sandbox::VendorApp> found) {
            (*shared)(found ? Result<SandboxApp>(SandboxApp{slug, std::move(found->clientId),
                                                            std::move(found->clientSecret),
                                                            std::move(found->context)})
                            : fail(std::move(found).error()));
        });
    });
}

QCoro::Task<Result<bool>> SandboxRole::orderFor(std::string accountId, OAuthOrder::Kind kind)
{
    auto asking = sandboxTokenOf(m_core, accountId);
    auto token = co_await asking;
    if (!token) {
        co_return fail(std::move(token).error());
    }
    const auto account = m_core.accounts.account(accountId);
    if (!account) {
        co_return fail(Errc::NotFound, fmt::format("there is no account {}", accountId));
    }
    OAuthOrder order;
    order.kind = kind;
    order.token = std::move(*token);
    auto pendingDone = runtime::awaitCompletion<bool>(*m_core.services.engine, [&](Completion<bool> done) {
        m_demo.world()->order(account->integration, std::move(order), std::move(done));
    });
    auto done = co_await pendingDone;
    if (!done && done.error().code == Errc::NotFound) {
        co_return fail(Errc::Conflict, fmt::format("account {} is not connected to a simulated vendor: {}",
                                                   accountId, done.error().message));
    }
    co_return done;
}

void SandboxRole::order(std::string slug, OAuthOrder order, Completion<bool> done)
{
    onEngine(m_core,
             [this, slug = std::move(slug), order = std::move(order), done = std::move(done)]() mutable {
                 if (m_demo.world() == nullptr) {
                     done(noSandbox());
                 } else {
                     m_demo.world()->order(std::move(slug), std::move(order), std::move(done));
                 }
             });
}

void SandboxRole::expireToken(std::string accountId, Completion<bool> done)
{
    orderAccount(std::move(accountId), OAuthOrder::Kind::Expire, std::move(done));
}

void SandboxRole::revokeRefreshToken(std::string accountId, Completion<bool> done)
{
    orderAccount(std::move(accountId), OAuthOrder::Kind::Revoke, std::move(done));
}

void SandboxRole::orderAccount(std::string accountId, OAuthOrder::Kind kind, Completion<bool> done)
{
    onEngine(m_core, [this, accountId = std::move(accountId), kind, done = std::move(done)]() mutable {
        if (m_demo.world() == nullptr) {
            done(noSandbox());
        } else {
            deliver(m_core, orderFor(std::move(accountId), kind), std::move(done));
        }
    });
}

void SandboxRole::hangTokenEndpoint(std::string slug, std::chrono::seconds duration, Completion<bool> done)
{
    OAuthOrder hang;
    hang.kind = OAuthOrder::Kind::Hang;
    hang.duration = duration;
    order(std::move(slug), std::move(hang), std::move(done));
}

void SandboxRole::failTokenCalls(std::string slug, SandboxTokenFailure failure, Completion<bool> done)
{
    OAuthOrder refusal;
    refusal.kind = OAuthOrder::Kind::Fail;
    refusal.count = failure.count;
    refusal.error = std::move(failure.error);
    order(std::move(slug), std::move(refusal), std::move(done));
}

void SandboxRole::denyConsents(std::string slug, std::uint32_t count, Completion<bool> done)
{
    OAuthOrder denial;
    denial.kind = OAuthOrder::Kind::Deny;
    denial.count = count;
    order(std::move(slug), std::move(denial), std::move(done));
}

Result<Url> SandboxRole::consentPage(const std::string& sessionId) const
{
    const auto session = m_connect.session(sessionId);
    if (!session) {
        return fail(session.error());
    }
    auto page = session->status == ConnectStatus::Waiting ? Url::parse(session->authorizeUrl)
                                                          : Result<Url>(fail(Errc::Conflict, ""));
    const bool simulated =
        page && std::ranges::any_of(m_demo.world()->vendors(), [&page](const auto& vendor) {
            const auto base = Url::parse(vendor.baseUrl);
            return base && base->sameOrigin(*page);
        });
    if (!simulated) {
        return fail(Errc::Conflict,
                    fmt::format("the sign-in {} does not wait for a simulated vendor's consent", sessionId));
    }
    return page;
}

/// By the same form that the page has, so that what is shown is what happens.
QCoro::Task<Result<ConnectSession>> SandboxRole::consent(std::string sessionId, bool approve)
{
    auto page = consentPage(sessionId);
    if (!page) {
        co_return fail(std::move(page).error());
    }
    auto answers = parseQuery(page->query);
    answers.emplace_back("decision", approve ? "allow" : "deny");
    net::ClientRequest request;
    request.method = "POST";
    request.url = std::move(*page);
    request.url.query.clear();
    request.headers.set("Content-Type", "application/x-www-form-urlencoded");
    request.body = buildQuery(answers);
    request.timeout = kConsentTime;
    request.allowPrivateTargets = true; // the vendors of this node, on loopback
    request.stop = m_core.cutOff.get_token();
    auto sending = m_core.http->send(std::move(request));
    auto answer = co_await sending;
    if (!answer) {
        co_return fail(Errc::Unavailable,
                       fmt::format("the simulated vendor did not answer: {}", answer.error().message));
    }
    const auto location = answer->headers.get("Location");
    if (!location) {
        co_return fail(
            Errc::Conflict,
            fmt::format("the simulated vendor refused the request itself with {}: open its page in a "
                        "browser to read why",
                        answer->status));
    }
    co_return m_connect.paste(sessionId, std::string(*location));
}

void SandboxRole::answerConsent(std::string sessionId, bool approve, Completion<ConnectSession> done)
{
    onEngine(m_core, [this, sessionId = std::move(sessionId), approve, done = std::move(done)]() mutable {
        if (m_demo.world() == nullptr) {
            done(noSandbox());
        } else {
            deliver(m_core, consent(std::move(sessionId), approve), std::move(done));
        }
    });
}

void SandboxRole::registerKey(std::string slug, std::string publicKeyPem, Completion<bool> done)
{
    OAuthOrder upload;
    upload.kind = OAuthOrder::Kind::Register;
    upload.publicKey = std::move(publicKeyPem);
    order(std::move(slug), std::move(upload), std::move(done));
}

void SandboxRole::clear(std::string slug, Completion<bool> done)
{
    order(std::move(slug), OAuthOrder(), std::move(done));
}

} // namespace gatehouse
