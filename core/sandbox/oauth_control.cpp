// SPDX-License-Identifier: GPL-3.0-or-later
// POST {baseUrl}/_sandbox/oauth: what goes wrong at a simulated authorization server on purpose.
#include "core/json/parse.h"
#include "core/sandbox/vendor.h"

#include <fmt/format.h>

#include <algorithm>

namespace gatehouse::sandbox {
namespace {

constexpr std::uint32_t kMost = 1'000'000; ///< Of a count.
constexpr std::chrono::seconds kLongest{3600};

json::Value natural(std::uint64_t number)
{
    return json::Value::integer(static_cast<std::int64_t>(number));
}

} // namespace

Status SimulatedVendor::order(const OAuthOrder& given)
{
    using Kind = OAuthOrder::Kind;
    if (m_oauth == nullptr) {
        return fail(Errc::NotFound,
                    fmt::format("the simulated {} has no authorization server", m_definition->slug));
    }
    auto& troubles = m_oauth->troubles();
    switch (given.kind) {
    case Kind::Expire:
    case Kind::Revoke:
        return orderGrants(given);
    case Kind::Hang:
        troubles.hangsUntil =
            m_setup.clock->steady() + std::clamp(given.duration, std::chrono::seconds(0), kLongest);
        break;
    case Kind::Fail:
        troubles.failing = std::min(given.count, kMost);
        troubles.error = given.error.empty() ? "invalid_grant" : given.error;
        break;
    case Kind::Deny:
        troubles.denying = std::min(given.count, kMost);
        break;
    case Kind::Lifetime:
        troubles.lifetime = given.duration.count() > 0 ? std::optional(given.duration) : std::nullopt;
        break;
    case Kind::Register:
        return m_oauth->registerKey(given.publicKey);
    case Kind::Clear:
        troubles = {};
        m_faults.clear();
        break;
    }
    return {};
}

Status SimulatedVendor::orderGrants(const OAuthOrder& given)
{
    const auto act = [&](Grant& grant) {
        if (given.kind == OAuthOrder::Kind::Revoke) {
            GrantBook::revoke(grant);
        } else {
            GrantBook::expire(grant, m_setup.clock->now());
        }
    };
    if (!given.token.empty()) {
        auto* grant = m_oauth->book().find(given.token.reveal());
        if (grant == nullptr) {
            return fail(Errc::NotFound,
                        fmt::format("the simulated {} never issued this token", m_definition->slug));
        }
        act(*grant);
        return {};
    }
    const auto found = std::find_if(m_tenants.begin(), m_tenants.end(), [&given](const auto& tenant) {
        return tenant->customer().key == given.customerKey;
    });
    if (found == m_tenants.end()) {
        return fail(Errc::NotFound, fmt::format("there is no customer \"{}\"", given.customerKey));
    }
    const auto tenant = static_cast<std::size_t>(found - m_tenants.begin());
    m_oauth->book().forEach([&](Grant& grant) {
        if (grant.tenant == tenant) {
            act(grant);
        }
    });
    return {};
}

OAuthState SimulatedVendor::oauthState() const
{
    OAuthState state;
    if (m_oauth == nullptr) {
        return state;
    }
    state.present = true;
    for (const auto& [grant, count] : m_oauth->counts()) {
        state.counts.emplace_back(grant, count);
    }
    const auto& troubles = m_oauth->troubles();
    state.failing = troubles.failing;
    state.denying = troubles.denying;
    const auto now = m_setup.clock->steady();
    if (troubles.hangsUntil > now) {
        state.hangsFor = std::chrono::ceil<std::chrono::seconds>(troubles.hangsUntil - now);
    }
    return state;
}

json::Value SimulatedVendor::describeOAuth()
{
    const auto state = oauthState();
    const auto& oauth = m_oauth->definition();
    json::ObjectBuilder body(m_arena);
    body.set("client_id", oauth.app.clientId).set("client_secret", oauth.app.clientSecret);
    body.set("authorize_url", m_setup.baseUrl + oauth.authorize.path);
    body.set("token_url", m_setup.baseUrl + oauth.token.path);
    json::ObjectBuilder counts(m_arena);
    for (const auto& [grant, count] : state.counts) {
        json::ObjectBuilder one(m_arena);
        one.set("requests", natural(count.requests)).set("refused", natural(count.refused));
        counts.set(grant, one.build());
    }
    body.set("token_requests", counts.build());
    body.set("failing", natural(state.failing)).set("denying", natural(state.denying));
    body.set("hangs_for_s", json::Value::integer(state.hangsFor ? state.hangsFor->count() : 0));
    return body.build();
}

Result<OAuthOrder> readOAuthOrder(const json::Value& body)
{
    using Kind = OAuthOrder::Kind;
    constexpr std::array<std::pair<std::string_view, Kind>, 8> kKinds = {{{"expire", Kind::Expire},
                                                                          {"revoke", Kind::Revoke},
                                                                          {"hang", Kind::Hang},
                                                                          {"fail", Kind::Fail},
                                                                          {"deny", Kind::Deny},
                                                                          {"lifetime", Kind::Lifetime},
                                                                          {"register", Kind::Register},
                                                                          {"clear", Kind::Clear}}};
    const auto action = body["action"].asString();
    const auto found =
        std::find_if(kKinds.begin(), kKinds.end(), [action](const auto& one) { return one.first == action; });
    if (found == kKinds.end()) {
        return fail(
            Errc::InvalidArgument,
            R"({"action": "expire" or "revoke", "customer" or "token"; "hang" or "lifetime", "seconds"; )"
            R"("fail", "count", "error"; "deny", "count"; "register", "public_key"; "clear"})");
    }
    const auto number = [&body](std::string_view name, std::int64_t otherwise) {
        const auto value = body[name];
        return value.isNumber() ? std::clamp<std::int64_t>(value.asInt(), 0, kMost) : otherwise;
    };
    OAuthOrder order;
    order.kind = found->second;
    order.customerKey = body["customer"].asString();
    order.token = Secret(body["token"].asString());
    order.duration = std::chrono::seconds(number("seconds", 0));
    order.count = static_cast<std::uint32_t>(number("count", 1));
    order.error = body["error"].asString();
    order.publicKey = body["public_key"].asString();
    return order;
}

} // namespace gatehouse::sandbox
