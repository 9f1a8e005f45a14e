// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sandbox/vendor.h"

#include "core/base/time_format.h"
#include "core/base/url.h"
#include "core/json/parse.h"
#include "core/json/write.h"
#include "core/sandbox/route_match.h"
#include "core/sandbox/step_runner.h"
#include "core/sandbox/webhook_definition.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

namespace gatehouse::sandbox {
namespace {

constexpr int kMaxSubCalls = 1;

std::string lowered(std::string_view text)
{
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(), [](unsigned char c) { return std::tolower(c); });
    return out;
}

json::Value pairsObject(const std::vector<std::pair<std::string, std::string>>& pairs, json::Arena& arena)
{
    json::ObjectBuilder object(arena);
    for (const auto& [name, value] : pairs) {
        object.set(name, value);
    }
    return object.build();
}

json::Value headersObject(const net::Headers& headers, json::Arena& arena)
{
    json::ObjectBuilder object(arena);
    for (const auto& [name, value] : headers) {
        object.set(lowered(name), value);
    }
    return object.build();
}

net::ServerResponse written(Reply reply)
{
    net::ServerResponse response;
    response.status = reply.status;
    response.headers = std::move(reply.headers);
    if (!reply.contentType.empty()) {
        response.headers.set("Content-Type", reply.contentType);
        response.body = reply.hasText ? std::move(reply.text) : json::write(reply.body);
    }
    return response;
}

net::ServerResponse definitionError(const Error& error)
{
    constexpr int kServerError = 500;
    return {kServerError,
            {{"Content-Type", "text/plain; charset=utf-8"}},
            "The definition of this simulated vendor is wrong: " + error.message + "\n"};
}

bool listed(const std::vector<std::string>& names, std::string_view name)
{
    return std::find(names.begin(), names.end(), name) != names.end();
}

} // namespace

SimulatedVendor::SimulatedVendor(std::shared_ptr<const VendorDefinition> definition, Setup setup)
    : m_definition(std::move(definition))
    , m_setup(std::move(setup))
    , m_dice(m_setup.seed, m_definition->slug)
{}

Result<std::unique_ptr<SimulatedVendor>>
SimulatedVendor::make(std::shared_ptr<const VendorDefinition> definition,
                      const std::vector<Tenant::Customer>& customers, Setup setup)
{
    auto vendor =
        std::unique_ptr<SimulatedVendor>(new SimulatedVendor(std::move(definition), std::move(setup)));
    for (const auto& customer : customers) {
        GH_ASSIGN(auto tenant, Tenant::make(*vendor->m_definition, customer, vendor->m_setup.seed,
                                            vendor->m_setup.baseUrl, *vendor->m_setup.clock));
        vendor->m_tenants.push_back(std::move(tenant));
    }
    GH_TRY(vendor->openOAuth());
    GH_TRY(vendor->openWebhooks());
    return vendor;
}

/// The demo customers have given their consent already.
Status SimulatedVendor::openOAuth()
{
    if (m_definition->oauth == nullptr) {
        return {};
    }
    m_oauth = std::make_unique<OAuthServer>(OAuthServer::Setup{
        m_definition->oauth, &m_tenants, m_setup.clock, m_setup.seed, m_definition->slug, m_setup.baseUrl});
    for (std::size_t i = 0; i < m_tenants.size(); ++i) {
        GH_ASSIGN(const auto tokens, m_oauth->connect(i));
        m_tenants[i]->addCredentials(tokens.root(), m_oauth->announcedEnd());
    }
    return {};
}

Status SimulatedVendor::inject(const Fault& fault)
{
    const bool common =
        std::find(kCommonFaults.begin(), kCommonFaults.end(), fault.kind) != kCommonFaults.end();
    if (!common && !m_definition->faults.contains(fault.kind)) {
        return fail(Errc::NotFound,
                    fmt::format("the simulated {} knows no fault \"{}\"", m_definition->slug, fault.kind));
    }
    if (fault.count > 0) {
        m_faults.add(fault);
    }
    return {};
}

Answer SimulatedVendor::handle(const net::ServerRequest& request)
{
    m_arena.reset();
    m_changes.clear();
    for (auto& tenant : m_tenants) {
        tenant->sweep();
    }
    if (request.path == "/_sandbox" || request.path.starts_with("/_sandbox/")) {
        return control(request);
    }
    return vendorAnswer(request);
}

Answer SimulatedVendor::vendorAnswer(const net::ServerRequest& request)
{
    ++m_stats.requests;
    Answer answer;
    if (m_setup.latency) {
        const auto jitter = static_cast<std::size_t>(m_definition->latencyJitter.count()) + 1;
        answer.delay = m_definition->latencyBase + std::chrono::milliseconds(m_dice.below(jitter));
    }
    const auto in = incoming(request);
    std::optional<Result<Reply>> made;
    if (m_oauth) {
        made = m_oauth->answer(request, in.call, m_arena);
    }
    if (made) {
        answer.delay += m_oauth->delayOf(request.path);
    } else {
        made = reply(in, request, answer);
    }
    if (m_definition->webhooks != nullptr && m_definition->webhooks->onChange && m_setup.webhooks) {
        if (auto told = tellChanges(); !told) {
            made = fail(std::move(told).error());
        }
    }
    if (*made && (*made)->throttled) {
        ++m_stats.throttled;
    }
    answer.response = *made ? written(std::move(**made)) : definitionError(made->error());
    return answer;
}

SimulatedVendor::Incoming SimulatedVendor::incoming(const net::ServerRequest& request)
{
    Incoming in;
    in.call.method = request.method;
    in.call.path = request.path;
    in.call.query = pairsObject(parseQuery(request.query), m_arena);
    in.call.headers = headersObject(request.headers, m_arena);
    if (request.body.empty()) {
        return in;
    }
    const auto type = lowered(request.headers.get("Content-Type").value_or(""));
    if (type.find("json") != std::string::npos) {
        auto document = json::parse(std::string_view(request.body));
        in.malformed = !document;
        in.bodyMemory = document ? std::move(*document) : json::Document();
        in.call.body = in.bodyMemory.root();
    } else if (type.find("x-www-form-urlencoded") != std::string::npos) {
        in.call.body = pairsObject(parseQuery(request.body), m_arena);
    } else {
        in.call.body = m_arena.string(request.body);
    }
    return in;
}

std::vector<SimulatedVendor::Candidate> SimulatedVendor::candidates(const Call& call)
{
    std::vector<Candidate> found;
    for (const auto& route : m_definition->routes) {
        if (route.method == call.method) {
            if (const auto parameters = matchPath(route, call.path, m_arena)) {
                found.push_back({&route, *parameters});
            }
        }
    }
    return found;
}

Tenant* SimulatedVendor::tenantOf(const net::Headers& headers, bool& presented)
{
    const auto& auth = m_definition->auth;
    const auto header = headers.get(auth.header);
    presented = header && header->starts_with(auth.prefix) && header->size() > auth.prefix.size();
    if (!presented) {
        return nullptr;
    }
    const auto credential = header->substr(auth.prefix.size());
    if (m_oauth) {
        bool valid = false;
        if (auto* tenant = m_oauth->tenantOf(credential, valid)) {
            return valid ? tenant : nullptr;
        }
    }
    const auto found = std::find_if(m_tenants.begin(), m_tenants.end(), [&](const auto& tenant) {
        return tenant->credentials().root()[std::string_view(auth.credential)].asString() == credential;
    });
    return found == m_tenants.end() ? nullptr : found->get();
}

void SimulatedVendor::fillScope(Scope& scope, const Call& call, const Tenant* tenant)
{
    constexpr std::int64_t kSecond = 1000;
    const auto now = m_setup.clock->now();
    scope.set("method", m_arena.string(call.method));
    scope.set("path", m_arena.string(call.path));
    scope.set("query", call.query);
    scope.set("headers", call.headers);
    scope.set("body", call.body);
    scope.set("now", m_arena.string(formatRfc3339(now)));
    scope.set("epoch_ms", json::Value::integer(toMillis(now)));
    scope.set("epoch", json::Value::integer(toMillis(now) / kSecond));
    scope.set("uuid", m_arena.string(makeUuid(m_dice)));
    scope.set("base_url", json::Value::string(m_setup.baseUrl));
    if (tenant != nullptr) {
        scope.set("account", tenant->context().root());
        scope.set("customer", json::Value::string(tenant->customer().name));
    }
}

json::Value SimulatedVendor::allAccounts()
{
    std::vector<json::Value> accounts;
    for (const auto& tenant : m_tenants) {
        json::ObjectBuilder account(m_arena);
        account.set("context", tenant->context().root()).set("credentials", tenant->credentials().root());
        accounts.push_back(account.set("customer", tenant->customer().name).build());
    }
    return m_arena.array(accounts);
}

Result<Reply> SimulatedVendor::reply(const Incoming& in, const net::ServerRequest& request, Answer& answer)
{
    Scope scope(m_arena, *m_setup.clock);
    const auto routes = candidates(in.call);
    bool presented = false;
    auto* tenant = tenantOf(request.headers, presented);
    fillScope(scope, in.call, tenant);
    if (routes.empty()) {
        return makeReply(*m_definition->unknownRoute, scope);
    }
    if (!routes.front().route->authenticated) {
        // Such a route belongs to no customer; the ones that hand out tokens look for theirs.
        scope.set("accounts", allAccounts());
        tenant = m_tenants.empty() ? nullptr : m_tenants.front().get();
    }
    if (tenant == nullptr) {
        return makeReply(presented ? *m_definition->auth.invalid : *m_definition->auth.missing, scope);
    }
    return authenticated(in, routes, scope, *tenant, answer);
}

std::optional<Result<Reply>> SimulatedVendor::faultReply(Scope& scope, const Tenant& tenant, Answer& answer)
{
    const auto fault = m_faults.take(tenant.customer().key);
    if (!fault) {
        return std::nullopt;
    }
    ++m_stats.faults;
    if (fault->kind == "slow") {
        answer.delay += fault->delay;
    } else if (fault->kind == "hang") {
        answer.transport = Transport::Hang;
    } else if (fault->kind == "truncate") {
        answer.transport = Transport::Truncate;
    } else if (fault->kind == "disconnect") {
        answer.transport = Transport::Disconnect;
    } else if (const auto own = m_definition->faults.find(fault->kind); own != m_definition->faults.end()) {
        return makeReply(*own->second.response, scope);
    }
    return std::nullopt;
}

Result<std::optional<Reply>> SimulatedVendor::limited(const std::string& route, Scope& scope, Tenant& tenant,
                                                      net::Headers& headers)
{
    const auto now = m_setup.clock->steady();
    std::optional<Reply> refused;
    for (auto& limiter : tenant.limiters()) {
        const auto& limit = limiter.definition();
        if ((!limit.only.empty() && !listed(limit.only, route)) || listed(limit.except, route)) {
            continue;
        }
        const auto state = limiter.admit(now, m_setup.limits);
        json::ObjectBuilder seen(m_arena);
        seen.set("name", limit.name).set("limit", json::Value::integer(state.limit));
        seen.set("used", json::Value::integer(state.used))
            .set("remaining", json::Value::integer(state.remaining));
        seen.set("reset_s", json::Value::integer(state.resetSeconds));
        seen.set("window_s", json::Value::integer(limit.window.count()));
        scope.set("limit", seen.build());
        GH_TRY(addHeaders(limit.headers, scope, headers));
        if (state.exceeded) {
            GH_ASSIGN(refused, makeReply(*limit.exceeded, scope));
            refused->throttled = true;
            break;
        }
    }
    return refused;
}

Result<Reply> SimulatedVendor::authenticated(const Incoming& in, const std::vector<Candidate>& routes,
                                             Scope& scope, Tenant& tenant, Answer& answer)
{
    net::Headers limitHeaders;
    const auto answered = [&]() -> Result<Reply> {
        GH_ASSIGN(auto refused, limited(routes.front().route->name, scope, tenant, limitHeaders));
        if (refused) {
            return std::move(*refused);
        }
        if (auto fault = faultReply(scope, tenant, answer)) {
            return std::move(*fault);
        }
        if (in.malformed) {
            return makeReply(*m_definition->malformedBody, scope);
        }
        GH_TRY(tenant.ensureSeeded());
        return runRoutes(routes, scope, tenant, 0);
    };
    GH_ASSIGN(auto reply, answered());
    for (const auto& [name, value] : reply.headers) {
        limitHeaders.set(name, value);
    }
    reply.headers = std::move(limitHeaders);
    return reply;
}

Result<Reply> SimulatedVendor::ownCall(const Call& call, Tenant& tenant, int depth)
{
    Scope inner(m_arena, *m_setup.clock);
    fillScope(inner, call, &tenant);
    return runRoutes(candidates(call), inner, tenant, depth);
}

Result<Reply> SimulatedVendor::runRoutes(const std::vector<Candidate>& routes, Scope& scope, Tenant& tenant,
                                         int depth)
{
    for (const auto& [route, parameters] : routes) {
        scope.set("params", parameters);
        if (route->when) {
            GH_ASSIGN(const auto wanted, scope.evaluate(*route->when));
            if (!wanted.asBool()) {
                continue;
            }
        }
        const auto subCall = [this, &tenant, depth](const Call& sub) -> Result<Reply> {
            return depth >= kMaxSubCalls
                       ? fail(Errc::ConfigError, "a request made by \"each\" may not make more")
                       : ownCall(sub, tenant, depth + 1);
        };
        StepRunner runner(scope, tenant, subCall, watcher(tenant));
        if (route->authenticated) {
            GH_ASSIGN(auto early, runner.run(m_definition->before));
            if (early) {
                return std::move(*early);
            }
        }
        GH_ASSIGN(auto early, runner.run(route->steps));
        if (early) {
            return std::move(*early);
        }
        return makeReply(*route->response, scope);
    }
    return makeReply(*m_definition->unknownRoute, scope);
}

} // namespace gatehouse::sandbox
