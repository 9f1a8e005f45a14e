// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sandbox/definition.h"

#include "core/json/parse.h"
#include "core/sandbox/definition_reader.h"
#include "core/sandbox/oauth_definition.h"
#include "core/sandbox/webhook_definition.h"

#include <fmt/format.h>

namespace gatehouse::sandbox {

std::vector<std::string> splitPath(std::string_view path)
{
    std::vector<std::string> segments;
    for (std::size_t begin = 1; begin <= path.size();) {
        const auto end = std::min(path.find('/', begin), path.size());
        segments.emplace_back(path.substr(begin, end - begin));
        begin = end + 1;
    }
    return segments;
}

namespace {

AccountDefinition readAccount(const DefinitionNode& node)
{
    node.allow({"auth", "context", "credentials"});
    return {node.at("auth").text(), node.at("context").expression(), node.at("credentials").expression()};
}

AuthDefinition readAuth(const DefinitionNode& node)
{
    node.allow({"header", "prefix", "credential", "missing", "invalid"});
    AuthDefinition auth;
    auth.header = node.at("header").text(auth.header);
    auth.prefix = node.at("prefix").text(auth.prefix);
    auth.credential = node.at("credential").text(auth.credential);
    auth.invalid = node.at("invalid").response();
    auth.missing = node.at("missing").response();
    if (!auth.invalid) {
        node.fail("the answer to a wrong credential (\"invalid\") is missing");
    }
    if (!auth.missing) {
        auth.missing = auth.invalid;
    }
    return auth;
}

LimitDefinition readLimit(const DefinitionNode& node)
{
    node.allow(
        {"name", "algorithm", "limit", "window_s", "used_at_start", "only", "except", "headers", "exceeded"});
    LimitDefinition limit;
    limit.name = node.at("name").text();
    const auto algorithm = node.at("algorithm").text("rolling_window");
    if (algorithm == "fixed_window") {
        limit.algorithm = LimitDefinition::Algorithm::FixedWindow;
    } else if (algorithm != "rolling_window") {
        node.at("algorithm").fail("an algorithm is rolling_window or fixed_window");
    }
    limit.limit = node.at("limit").number(0);
    limit.window = std::chrono::seconds(node.at("window_s").number(0));
    limit.usedAtStart = node.at("used_at_start").number(0);
    limit.only = node.at("only").texts();
    limit.except = node.at("except").texts();
    limit.headers = node.at("headers").expressions();
    limit.exceeded = node.at("exceeded").response();
    if (limit.limit == 0 || limit.window.count() == 0 || !limit.exceeded) {
        node.fail("a limit needs limit, window_s and exceeded");
    }
    return limit;
}

RouteDefinition readRoute(const DefinitionNode& node)
{
    node.allow({"name", "method", "path", "when", "auth", "steps", "response"});
    RouteDefinition route;
    route.name = node.at("name").text();
    route.method = node.at("method").text("GET");
    const auto path = node.at("path").text();
    if (!path.starts_with('/')) {
        node.at("path").fail("a path starts with /");
    }
    route.path = splitPath(path);
    if (node.at("when").present()) {
        route.when = node.at("when").expression();
    }
    route.authenticated = node.at("auth").truth(true);
    route.steps = readSteps(node.at("steps"));
    route.response = node.at("response").response();
    if (!route.response) {
        node.fail("a route needs a response");
    }
    return route;
}

void readVendor(const DefinitionNode& root, VendorDefinition& vendor)
{
    root.allow({"$schema", "prelude", "account", "auth", "oauth", "latency_ms", "limits", "tables",
                "responses", "faults", "before", "routes", "webhooks", "unknown_route", "malformed_body"});
    auto& session = root.session();
    session.prelude = root.at("prelude").text();
    for (const auto& member : root.at("responses").value().members()) {
        session.responses.emplace(member.name, root.at("responses").at(member.name).response());
    }
    vendor.account = readAccount(root.at("account"));
    vendor.auth = readAuth(root.at("auth"));
    vendor.oauth = readOAuth(root.at("oauth"));
    const auto latency = root.at("latency_ms");
    latency.allow({"base", "jitter"});
    vendor.latencyBase = std::chrono::milliseconds(latency.at("base").number(0));
    vendor.latencyJitter = std::chrono::milliseconds(latency.at("jitter").number(0));
    for (std::size_t i = 0; i < root.at("limits").value().items().size(); ++i) {
        vendor.limits.push_back(readLimit(root.at("limits").at(i)));
    }
    for (const auto& member : root.at("tables").value().members()) {
        const std::string name(member.name);
        vendor.tables.emplace(name, readTable(root.at("tables").at(name), name));
    }
    vendor.before = readSteps(root.at("before"));
    for (std::size_t i = 0; i < root.at("routes").value().items().size(); ++i) {
        vendor.routes.push_back(readRoute(root.at("routes").at(i)));
    }
    for (const auto& member : root.at("faults").value().members()) {
        const auto fault = root.at("faults").at(member.name);
        fault.allow({"description", "response"});
        vendor.faults.emplace(
            member.name, FaultDefinition{fault.at("description").text(), fault.at("response").response()});
    }
    vendor.webhooks = readVendorWebhooks(root.at("webhooks"));
    vendor.unknownRoute = root.at("unknown_route").response();
    vendor.malformedBody = root.at("malformed_body").response();
    if (!vendor.unknownRoute || !vendor.malformedBody) {
        root.fail("unknown_route and malformed_body are needed");
    }
}

} // namespace

Result<std::shared_ptr<const VendorDefinition>> readDefinition(std::string slug, std::string_view text,
                                                               const std::string& source)
{
    auto document = json::parse(text);
    if (!document) {
        auto error = std::move(document).error();
        error.code = Errc::ConfigError;
        error.source = source;
        return fail(std::move(error));
    }
    DefinitionNode::Session session;
    session.source = source;
    auto vendor = std::make_shared<VendorDefinition>();
    vendor->slug = std::move(slug);
    readVendor(DefinitionNode(session, document->root(), ""), *vendor);
    if (session.error) {
        return fail(std::move(*session.error));
    }
    return vendor;
}

} // namespace gatehouse::sandbox
