// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/event_file.h"

#include "core/crypto/encoding.h"
#include "core/json/document.h"
#include "core/json/parse.h"
#include "ui/text/ascii.h"

namespace gatehouse::ui {

namespace {

constexpr std::size_t kMostWebhooks = 100'000;
constexpr std::size_t kTellEvery = 256;

std::vector<HeaderField> readHeaders(const json::Value& list)
{
    std::vector<HeaderField> headers;
    for (const auto& header : list.items()) {
        headers.push_back({std::string(header["name"].asString()), std::string(header["value"].asString())});
    }
    return headers;
}

/// "https://host/path?query" → "/path?query".
std::string targetOf(std::string_view url)
{
    const auto scheme = url.find("://");
    const auto path = url.find('/', scheme == std::string_view::npos ? 0 : scheme + 3);
    return path == std::string_view::npos ? "/" : std::string(url.substr(path));
}

/// False: there is no body in it.
bool readHarEntry(const json::Value& entry, WebhookFromFile& webhook)
{
    const auto request = entry["request"];
    const auto post = request["postData"];
    if (!request.isObject() || !post["text"].isString()) {
        return false;
    }
    webhook.request.method = request["method"].asString();
    webhook.request.target = targetOf(request["url"].asString());
    webhook.request.headers = readHeaders(request["headers"]);
    webhook.accountId = entry["_account_id"].asString();
    webhook.integration = entry["_integration"].asString();
    webhook.type = entry["_type"].asString();
    const auto encoding = post["_encoding"].asString();
    if (encoding != "base64" && post["encoding"].asString() != "base64") {
        webhook.body = post["text"].asString();
        return true;
    }
    auto bytes = crypto::fromBase64(post["text"].asString());
    webhook.body = bytes ? std::move(*bytes) : std::string();
    return bytes.has_value();
}

bool readLine(const json::Value& line, WebhookFromFile& webhook)
{
    if (!line.isObject() || (!line["body"].isString() && !line["body_base64"].isString())) {
        return false;
    }
    webhook.request.method = line["method"].asString();
    webhook.request.target = line["target"].asString();
    webhook.request.headers = readHeaders(line["headers"]);
    webhook.accountId = line["account_id"].asString();
    webhook.integration = line["integration"].asString();
    webhook.type = line["type"].asString();
    if (line["body"].isString()) {
        webhook.body = line["body"].asString();
        return true;
    }
    auto bytes = crypto::fromBase64(line["body_base64"].asString());
    webhook.body = bytes ? std::move(*bytes) : std::string();
    return bytes.has_value();
}

Status add(EventFile& file, bool good, WebhookFromFile webhook)
{
    if (!good) {
        ++file.skipped;
    } else if (file.webhooks.size() >= kMostWebhooks) {
        return fail(Errc::LimitExceeded, "a file may hold 100,000 webhooks; split it");
    } else {
        file.webhooks.push_back(std::move(webhook));
    }
    return {};
}

bool goesOn(const FileProgress& progress, std::size_t count, std::size_t done)
{
    return !progress || count % kTellEvery != 0 || progress(done);
}

tl::unexpected<Error> stopped()
{
    return fail(Errc::Cancelled, "reading the file was stopped");
}

Result<EventFile> readHar(const json::Value& root, std::size_t bytes, const FileProgress& progress)
{
    EventFile file;
    const auto entries = root["log"]["entries"].items();
    for (std::size_t i = 0; i < entries.size(); ++i) {
        WebhookFromFile webhook;
        const bool good = readHarEntry(entries[i], webhook);
        GH_TRY(add(file, good, std::move(webhook)));
        if (!goesOn(progress, i, bytes / entries.size() * i)) {
            return stopped();
        }
    }
    return file;
}

Result<EventFile> readLines(std::string_view bytes, const FileProgress& progress)
{
    EventFile file;
    std::size_t count = 0;
    for (std::size_t at = 0; at < bytes.size();) {
        const auto end = std::min(bytes.find('\n', at), bytes.size());
        const auto text = bytes.substr(at, end - at);
        at = end + 1;
        if (text.find_first_not_of(" \t\r") == std::string_view::npos) {
            continue;
        }
        const auto line = json::parse(text);
        WebhookFromFile webhook;
        const bool good = line && readLine(line->root(), webhook);
        GH_TRY(add(file, good, std::move(webhook)));
        if (!goesOn(progress, count++, at)) {
            return stopped();
        }
    }
    return file;
}

} // namespace

Result<EventFile> readEventFile(std::string_view bytes, const FileProgress& progress)
{
    // A HAR is one document; NDJSON is only one when it has a single line, and then no "log".
    const auto firstLine = bytes.substr(0, bytes.find('\n'));
    const auto first = json::parse(firstLine);
    const bool lines = first && first->root().isObject() && !first->root()["log"].isObject();
    if (lines) {
        return readLines(bytes, progress);
    }
    const auto whole = json::parse(bytes);
    if (!whole) {
        return fail(whole.error());
    }
    if (!whole->root()["log"]["entries"].isArray()) {
        return fail(Errc::ParseError, "this is neither a HAR (log.entries) nor NDJSON of webhooks");
    }
    return readHar(whole->root(), bytes.size(), progress);
}

} // namespace gatehouse::ui
