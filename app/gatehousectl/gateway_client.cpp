// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gatehousectl/gateway_client.h"

#include "app/gatehousectl/terminal.h"
#include "app/node_file.h"
#include "app/options.h"
#include "core/json/parse.h"

#include <fmt/format.h>

#include <cstdlib>

namespace gatehouse::ctl {
namespace {

constexpr std::string_view kKeyVariable = "GATEHOUSE_API_KEY";
constexpr std::size_t kMaxKeyBytes = 4096;

std::filesystem::path dataDirOf(const Arguments& arguments)
{
    return arguments.has("data-dir") ? std::filesystem::path(arguments.value("data-dir"))
                                     : app::defaultDataDir();
}

Result<Url> urlOf(const Arguments& arguments)
{
    if (arguments.has("url")) {
        return Url::parse(arguments.value("url"));
    }
    const auto dataDir = dataDirOf(arguments);
    const auto node = app::readNodeFile(dataDir);
    if (!node) {
        return fail(
            Errc::Unavailable,
            fmt::format("no gateway runs on {}; start gatehoused, or name one with --url or --data-dir",
                        dataDir.string()));
    }
    return Url::parse(node->apiUrl);
}

Secret trimmed(std::string text)
{
    text.erase(text.find_last_not_of(" \r\n\t") + 1);
    return Secret(std::move(text));
}

Result<Secret> keyOf(const Arguments& arguments)
{
    if (arguments.has("key-file")) {
        GH_ASSIGN(auto text, readInput(arguments.value("key-file"), kMaxKeyBytes));
        return trimmed(std::move(text));
    }
    if (const char* set = std::getenv(kKeyVariable.data()); set != nullptr && *set != '\0') {
        return trimmed(set);
    }
    const auto file = dataDirOf(arguments) / "api-key";
    auto text = readInput(file.string(), kMaxKeyBytes);
    if (!text) {
        return fail(Errc::Unauthorized,
                    fmt::format("there is no API key in {}; give one with --key-file or {}", file.string(),
                                kKeyVariable));
    }
    return trimmed(std::move(*text));
}

} // namespace

Result<std::unique_ptr<GatewayClient>> GatewayClient::find(const Arguments& arguments)
{
    GH_ASSIGN(auto url, urlOf(arguments));
    GH_ASSIGN(auto key, keyOf(arguments));
    return std::unique_ptr<GatewayClient>(new GatewayClient(std::move(url), std::move(key)));
}

GatewayClient::GatewayClient(Url url, Secret key)
    : m_url(std::move(url))
    , m_key(std::move(key))
    , m_client(net::makeHttpClient())
{}

net::ClientRequest GatewayClient::wireRequest(ApiRequest request) const
{
    net::ClientRequest wire;
    wire.method = std::move(request.method);
    wire.url = m_url;
    wire.url.path = std::move(request.path);
    wire.url.query = buildQuery(request.query);
    wire.headers = std::move(request.headers);
    wire.headers.set("Authorization", fmt::format("Bearer {}", m_key.reveal()));
    if (!request.body.empty() && !wire.headers.has("Content-Type")) {
        wire.headers.add("Content-Type", "application/json");
    }
    wire.body = std::move(request.body);
    wire.allowPrivateTargets = true;
    return wire;
}

QCoro::Task<Result<net::ClientResponse>> GatewayClient::send(ApiRequest request)
{
    auto answer = co_await m_client->send(wireRequest(std::move(request)));
    if (!answer) {
        answer.error().message =
            fmt::format("no answer from {}: {}", m_url.authority(), answer.error().message);
    }
    co_return answer;
}

QCoro::Task<Result<json::Document>> GatewayClient::get(std::string path, QueryPairs query)
{
    ApiRequest wanted;
    wanted.path = std::move(path);
    wanted.query = std::move(query);
    auto task = request(std::move(wanted));
    co_return co_await std::move(task);
}

QCoro::Task<Result<json::Document>> GatewayClient::request(ApiRequest wanted)
{
    auto answer = co_await send(std::move(wanted));
    if (!answer) {
        co_return fail(std::move(answer.error()));
    }
    if (answer->status < 300 && answer->body.empty()) {
        co_return json::Document();
    }
    auto document = json::parse(std::move(answer->body));
    if (!document) {
        co_return fail(Errc::ParseError, fmt::format("what answers at {} is no gateway: {}",
                                                     m_url.authority(), document.error().message));
    }
    if (answer->status >= 400) {
        co_return fail(Errc::Unavailable, problemLine(answer->status, document->root()));
    }
    co_return document;
}

QCoro::Task<Result<std::shared_ptr<net::BodySource>>> GatewayClient::open(std::string path, QueryPairs query)
{
    ApiRequest request;
    request.path = std::move(path);
    request.query = std::move(query);
    auto pending = m_client->open(wireRequest(std::move(request)));
    auto answer = co_await pending;
    if (!answer) {
        co_return fail(Errc::Unavailable,
                       fmt::format("no answer from {}: {}", m_url.authority(), answer.error().message));
    }
    if (answer->status >= 400) {
        co_return fail(Errc::Unavailable, fmt::format("{} from {}", answer->status, m_url.authority()));
    }
    co_return std::move(answer->stream);
}

QCoro::Task<Result<std::vector<json::Document>>> GatewayClient::list(std::string path, QueryPairs query)
{
    std::vector<json::Document> all;
    std::string cursor;
    do {
        auto pageQuery = query;
        pageQuery.emplace_back("limit", "1000");
        if (!cursor.empty()) {
            pageQuery.emplace_back("cursor", cursor);
        }
        const auto page = co_await get(path, std::move(pageQuery));
        if (!page) {
            co_return fail(page.error());
        }
        for (const auto& item : page->root()["result"].items()) {
            all.push_back(page->sub(item));
        }
        cursor = page->root()["next_cursor"].asString();
    } while (!cursor.empty());
    co_return all;
}

std::string problemLine(int status, const json::Value& problem)
{
    const auto category = problem["category"].asString();
    const auto detail = problem["detail"].asString();
    const auto retryAfter = problem["retry_after"];
    return fmt::format("{} {}{}{}{}", status, category.empty() ? "error" : category,
                       detail.empty() ? "" : ": ", detail,
                       retryAfter.isNumber() ? fmt::format(" (retry after {} s)", retryAfter.asInt()) : "");
}

} // namespace gatehouse::ctl
