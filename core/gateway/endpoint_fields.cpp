// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/endpoint_fields.h"

#include "core/base/url.h"
#include "core/net/address_guard.h"
#include "core/net/http.h"

#include <QHostAddress>

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace gatehouse {
namespace {

constexpr std::size_t kLongestText = 64 * 1024;
constexpr std::size_t kLongestList = 200;
constexpr std::int64_t kMostConcurrency = 64;

tl::unexpected<Error> invalid(std::string_view pointer, std::string message)
{
    return fail(Error{Errc::InvalidArgument, std::move(message), "request body", std::string(pointer), {}});
}

Status readText(std::string& into, const json::Value& value, std::string_view pointer)
{
    if (value.isNull()) {
        into.clear();
        return {};
    }
    if (!value.isString() || value.asString().size() > kLongestText) {
        return invalid(pointer, fmt::format("this must be a text of at most {} bytes", kLongestText));
    }
    into = value.asString();
    return {};
}

Status readTexts(std::vector<std::string>& into, const json::Value& value, std::string_view pointer)
{
    std::vector<std::string> out;
    const bool wellFormed = value.isNull() || (value.isArray() && value.size() <= kLongestList);
    for (const json::Value& item : value.items()) {
        if (!item.isString() || item.asString().empty()) {
            return invalid(pointer, "this must be a list of texts");
        }
        out.emplace_back(item.asString());
    }
    if (!wellFormed) {
        return invalid(pointer, fmt::format("this must be a list of at most {} texts", kLongestList));
    }
    into = std::move(out);
    return {};
}

Status readFlag(bool& into, const json::Value& value, std::string_view pointer)
{
    if (!value.isBool()) {
        return invalid(pointer, "this must be true or false");
    }
    into = value.asBool();
    return {};
}

/// Fields that are ours to set, or that would make a secret visible in every attempt.
bool isReserved(std::string_view name)
{
    constexpr std::array<std::string_view, 9> kReserved = {
        "authorization",     "proxy-authorization", "cookie",     "host",        "content-length",
        "transfer-encoding", "connection",          "user-agent", "content-type"};
    const auto starts = [name](std::string_view prefix) {
        return name.size() >= prefix.size() && net::equalsIgnoreCase(name.substr(0, prefix.size()), prefix);
    };
    return starts("webhook-") || starts("gatehouse-")
           || std::ranges::any_of(kReserved, [name](std::string_view reserved) {
                  return net::equalsIgnoreCase(name, reserved);
              });
}

Status readHeaders(std::vector<HeaderField>& into, const json::Value& value)
{
    std::vector<HeaderField> out;
    if (!value.isObject() || value.size() > kLongestList) {
        return invalid("/headers", "headers must be an object of texts");
    }
    for (const json::Member& member : value.members()) {
        const std::string pointer = fmt::format("/headers/{}", member.name);
        if (!member.value.isString() || !net::isValidHeader(member.name, member.value.asString())) {
            return invalid(pointer, "this is no valid header");
        }
        if (isReserved(member.name)) {
            return invalid(pointer, fmt::format("the header {} cannot be set", member.name));
        }
        out.push_back({std::string(member.name), std::string(member.value.asString())});
    }
    into = std::move(out);
    return {};
}

Status readConcurrency(std::uint32_t& into, const json::Value& value)
{
    const std::int64_t number = value.isNumber() ? value.asInt() : 0;
    if (number < 1 || number > kMostConcurrency) {
        return invalid("/concurrency", fmt::format("concurrency must be 1 to {}", kMostConcurrency));
    }
    into = static_cast<std::uint32_t>(number);
    return {};
}

Status readStatus(Endpoint& endpoint, const json::Value& value)
{
    const auto status = endpointStatusByName(value.asString());
    if (!status) {
        return invalid("/status", "status must be active, paused or disabled");
    }
    endpoint.status = *status;
    endpoint.statusReason = *status == EndpointStatus::Active ? "" : "by hand";
    return {};
}

Status mergeMember(Endpoint& endpoint, const json::Member& member)
{
    const std::string pointer = fmt::format("/{}", member.name);
    const json::Value& value = member.value;
    if (member.name == "label") {
        return readText(endpoint.label, value, pointer);
    }
    if (member.name == "environment_id") {
        return readText(endpoint.environmentId, value, pointer);
    }
    if (member.name == "event_types") {
        return readTexts(endpoint.eventTypes, value, pointer);
    }
    if (member.name == "models") {
        return readTexts(endpoint.models, value, pointer);
    }
    if (member.name == "integrations") {
        return readTexts(endpoint.integrations, value, pointer);
    }
    if (member.name == "filter") {
        return readText(endpoint.filter, value, pointer);
    }
    if (member.name == "transform") {
        return readText(endpoint.transform, value, pointer);
    }
    if (member.name == "ordered") {
        return readFlag(endpoint.ordered, value, pointer);
    }
    if (member.name == "pause_on_failures") {
        return readFlag(endpoint.pauseOnFailures, value, pointer);
    }
    if (member.name == "concurrency") {
        return readConcurrency(endpoint.concurrency, value);
    }
    if (member.name == "headers") {
        return readHeaders(endpoint.headers, value);
    }
    if (member.name == "status") {
        return readStatus(endpoint, value);
    }
    return invalid(pointer, fmt::format("an endpoint has no member \"{}\"", member.name));
}

} // namespace

Status checkTargetUrl(std::string_view url, bool allowPrivateTargets, std::string_view pointer)
{
    const auto parsed = Url::parse(url);
    if (!parsed) {
        return invalid(pointer, parsed.error().message);
    }
    const QHostAddress address(QString::fromStdString(parsed->host));
    const bool local = parsed->host == "localhost" || parsed->host.ends_with(".localhost")
                       || (!address.isNull() && !net::isPublicAddress(address));
    if (local && !allowPrivateTargets) {
        return fail(Error{Errc::Forbidden,
                          fmt::format("{} is a private address; start the gateway with "
                                      "--allow-private-targets to deliver there",
                                      parsed->host),
                          "request body",
                          std::string(pointer),
                          {}});
    }
    return {};
}

Status mergeEndpointFields(Endpoint& endpoint, const json::Value& fields, bool allowPrivateTargets)
{
    if (!fields.isObject()) {
        return invalid("", "an endpoint is a JSON object");
    }
    for (const json::Member& member : fields.members()) {
        if (member.name == "url") {
            GH_TRY(readText(endpoint.url, member.value, "/url"));
        } else if (member.name != "secret") {
            GH_TRY(mergeMember(endpoint, member));
        }
    }
    return checkTargetUrl(endpoint.url, allowPrivateTargets, "/url");
}

} // namespace gatehouse
