// SPDX-License-Identifier: GPL-3.0-or-later
// {baseUrl}/_sandbox: driving a simulated vendor from outside.
#include "core/json/parse.h"
#include "core/json/write.h"
#include "core/sandbox/vendor.h"

#include <algorithm>

namespace gatehouse::sandbox {
namespace {

constexpr int kOk = 200;
constexpr int kBadRequest = 400;
constexpr int kNotFound = 404;
constexpr std::int64_t kMost = 1'000'000; ///< Of a count or a delay.

Answer jsonAnswer(int status, const json::Value& body)
{
    return {{status, {{"Content-Type", "application/json"}}, json::writePretty(body) + "\n"},
            Transport::Send,
            {}};
}

Answer problem(int status, std::string_view why)
{
    json::Arena arena;
    json::ObjectBuilder body(arena);
    body.set("error", why);
    return jsonAnswer(status, body.build());
}

json::Value natural(std::uint64_t number)
{
    return json::Value::integer(static_cast<std::int64_t>(number));
}

} // namespace

Answer SimulatedVendor::control(const net::ServerRequest& request)
{
    if (request.path == "/_sandbox" && request.method == "GET") {
        return describe();
    }
    if (request.path == "/_sandbox/faults") {
        return controlFaults(request);
    }
    if (request.path == "/_sandbox/settings" && request.method == "PUT") {
        return controlSettings(request);
    }
    if (request.path == "/_sandbox/oauth" && request.method == "POST") {
        return controlOAuth(request);
    }
    if (request.path == "/_sandbox/reset" && request.method == "POST") {
        for (auto& tenant : m_tenants) {
            tenant->forget();
        }
        m_faults.clear();
        if (m_oauth) {
            m_oauth->troubles() = {};
        }
        m_stats = {};
        return describe();
    }
    return problem(kNotFound, "GET /_sandbox, POST or DELETE /_sandbox/faults, PUT /_sandbox/settings, "
                              "POST /_sandbox/oauth, "
                              "POST /_sandbox/reset");
}

Answer SimulatedVendor::describe()
{
    json::ObjectBuilder body(m_arena);
    body.set("vendor", m_definition->slug).set("base_url", m_setup.baseUrl);
    body.set("seed", natural(m_setup.seed));
    body.set("limits", json::Value::boolean(m_setup.limits));
    body.set("latency", json::Value::boolean(m_setup.latency));
    body.set("webhooks", json::Value::boolean(m_setup.webhooks && m_definition->webhooks != nullptr));
    std::vector<json::Value> customers;
    for (const auto& tenant : m_tenants) {
        json::ObjectBuilder customer(m_arena);
        customer.set("key", tenant->customer().key).set("name", tenant->customer().name);
        customers.push_back(customer.set("context", tenant->context().root()).build());
    }
    body.set("customers", m_arena.array(customers));
    json::ObjectBuilder faults(m_arena);
    for (const auto& [kind, fault] : m_definition->faults) {
        faults.set(kind, fault.description);
    }
    faults.set("slow", "the right answer, late by delay_ms").set("hang", "no answer");
    faults.set("truncate", "a body that ends in the middle").set("disconnect", "the connection closes");
    body.set("faults", faults.build());
    std::vector<json::Value> pending;
    for (const auto& fault : m_faults.pending()) {
        json::ObjectBuilder one(m_arena);
        one.set("kind", fault.kind).set("count", natural(fault.count));
        pending.push_back(one.set("customer", fault.customerKey).build());
    }
    body.set("pending", m_arena.array(pending));
    json::ObjectBuilder stats(m_arena);
    stats.set("requests", natural(m_stats.requests)).set("throttled", natural(m_stats.throttled));
    stats.set("faults", natural(m_stats.faults)).set("webhooks", natural(m_stats.webhooks));
    body.set("stats", stats.build());
    if (m_oauth) {
        body.set("oauth", describeOAuth());
    }
    return jsonAnswer(kOk, body.build());
}

Answer SimulatedVendor::controlOAuth(const net::ServerRequest& request)
{
    const auto body = json::parse(std::string_view(request.body));
    auto order = readOAuthOrder(body ? body->root() : json::Value());
    if (!order) {
        return problem(kBadRequest, order.error().message);
    }
    if (const auto done = this->order(*order); !done) {
        return problem(kNotFound, done.error().message);
    }
    return describe();
}

Answer SimulatedVendor::controlFaults(const net::ServerRequest& request)
{
    if (request.method == "DELETE") {
        m_faults.clear();
        return describe();
    }
    const auto body = json::parse(std::string_view(request.body));
    if (request.method != "POST" || !body || !body->root().isObject()) {
        return problem(kBadRequest, R"(POST {"kind": "…", "count": 1, "customer": "acme", "delay_ms": 0})");
    }
    const auto number = [&body](std::string_view name, std::int64_t otherwise) {
        const auto value = body->root()[name];
        return value.isNumber() ? std::clamp<std::int64_t>(value.asInt(), 0, kMost) : otherwise;
    };
    Fault fault;
    fault.vendor = m_definition->slug;
    fault.kind = body->root()["kind"].asString();
    fault.count = static_cast<std::uint32_t>(number("count", 1));
    fault.customerKey = body->root()["customer"].asString();
    fault.delay = std::chrono::milliseconds(number("delay_ms", 0));
    if (const auto added = inject(fault); !added) {
        return problem(kNotFound, added.error().message);
    }
    return describe();
}

Answer SimulatedVendor::controlSettings(const net::ServerRequest& request)
{
    const auto body = json::parse(std::string_view(request.body));
    if (!body || !body->root().isObject()) {
        return problem(kBadRequest, R"(PUT {"limits": true, "latency": true, "webhooks": true})");
    }
    if (const auto limits = body->root()["limits"]; limits.isBool()) {
        m_setup.limits = limits.asBool();
    }
    if (const auto webhooks = body->root()["webhooks"]; webhooks.isBool()) {
        m_setup.webhooks = webhooks.asBool();
    }
    if (const auto latency = body->root()["latency"]; latency.isBool()) {
        m_setup.latency = latency.asBool();
    }
    for (const auto& uri : body->root()["redirect_uris"].items()) {
        if (m_oauth) {
            m_oauth->addRedirectUri(std::string(uri.asString()));
        }
    }
    return describe();
}

} // namespace gatehouse::sandbox
