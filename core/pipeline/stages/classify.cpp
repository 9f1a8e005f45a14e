// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/stages/classify.h"

#include "core/json/parse.h"
#include "core/json/xml.h"
#include "core/limits/limit_headers.h"
#include "core/pipeline/problems.h"
#include "core/pipeline/record_pointer.h"
#include "core/pipeline/stages/guard.h"
#include "core/pipeline/stages/throttle.h"

#include <QString>

#include <fmt/format.h>

#include <array>

namespace gatehouse::pipeline {
namespace {

/// Whatever the mapping has used up by then: an error must not pass for a success because time ran out.
constexpr std::chrono::milliseconds kJudgingTime{250};

/// Lists of this size are read record by record. Smaller ones gain nothing: their whole tree fits the
/// processor's caches (tests/bench/list_bench.cpp).
constexpr std::size_t kByRecordBytes = std::size_t{256} * 1024;

enum class BodyForm : std::uint8_t
{
    Empty,
    Json,
    Xml,
    Text
};

/// What the body is, by its Content-Type and, where that says nothing, by its first character.
BodyForm formOf(const net::ClientResponse& response)
{
    const auto start = response.body.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
    if (start == std::string::npos) {
        return BodyForm::Empty;
    }
    const std::string_view type = response.headers.get("Content-Type").value_or("");
    if (type.find("json") != std::string_view::npos) {
        return BodyForm::Json;
    }
    if (type.find("xml") != std::string_view::npos) {
        return BodyForm::Xml;
    }
    const char first = response.body[start];
    return first == '{' || first == '[' ? BodyForm::Json : BodyForm::Text;
}

/// The body without its records, which are then read one by one. A body that has no array where they should
/// be is whole.
Result<json::Document> withoutRecords(Upstream& upstream, const std::string& pointer)
{
    GH_ASSIGN(auto reader, json::RecordReader::open(std::move(upstream.response.body), pointer));
    json::Document rest = reader.rest();
    if (reader.found()) {
        upstream.records = std::make_shared<json::RecordReader>(std::move(reader));
    }
    return rest;
}

Result<json::Document> parsed(BodyForm form, Upstream& upstream)
{
    std::string& text = upstream.response.body;
    if (form == BodyForm::Json && upstream.list && upstream.response.status < 300
        && text.size() >= kByRecordBytes) {
        const auto& [plan, method, pagination] = *upstream.list;
        if (const auto pointer = recordPointer(*plan, *method, *pagination)) {
            return withoutRecords(upstream, *pointer);
        }
    }
    if (form == BodyForm::Xml) {
        return json::parseXml(text);
    }
    return upstream.passThrough ? json::parse(std::string_view(text)) : json::parse(std::move(text));
}

/// A text that is no JSON and no XML, for rules and for people. What is no UTF-8 is taken for Latin-1, as the
/// pages of old proxies are: problems and records must stay readable JSON.
json::Value plainTextOf(json::Arena& arena, const std::string& bytes)
{
    const auto size = static_cast<qsizetype>(bytes.size());
    return QUtf8StringView(bytes.data(), size).isValidUtf8()
               ? arena.string(bytes)
               : arena.string(QString::fromLatin1(bytes.data(), size).toStdString());
}

Verdict parseBody(Call& call, Upstream& upstream)
{
    if (const auto& broken = upstream.response.bodyError) {
        upstream.body = plainTextOf(call.arena(), call.detail.exchanges[upstream.exchange].responseBody);
        return upstream.response.status >= 400 ? Verdict{}
                                               : tl::make_unexpected(transportProblem(call, *broken));
    }
    const BodyForm form = formOf(upstream.response);
    if (form == BodyForm::Empty) {
        return {};
    }
    if (form == BodyForm::Text) {
        // In the arena: values taken from it may outlast the answer.
        upstream.body = plainTextOf(call.arena(), upstream.response.body);
        return {};
    }
    auto document = parsed(form, upstream);
    if (document) {
        upstream.body = **document;
        call.memory->documents.push_back(std::move(*document));
        return {};
    }
    // An error page under a wrong name still tells its status; a success that cannot be read tells nothing.
    upstream.body = plainTextOf(call.arena(), call.detail.exchanges[upstream.exchange].responseBody);
    if (upstream.response.status >= 400 || upstream.passThrough) {
        return {};
    }
    return tl::make_unexpected(unreadableAnswer(call, upstream, document.error()));
}

std::vector<config::HeaderView> viewOf(const net::Headers& headers)
{
    std::vector<config::HeaderView> out;
    out.reserve(headers.fields().size());
    for (const net::Header& field : headers) {
        out.push_back({field.name, field.value});
    }
    return out;
}

/// What the answer says about limits, by the definition's rules.
void readLimits(Call& call, Upstream& upstream)
{
    json::Arena& arena = call.arena();
    call.expressions.keep(kJudgingTime);
    const auto headers = viewOf(upstream.response.headers);
    const config::ResponseView view{upstream.response.status, headers, upstream.body,
                                    call.services.clock->now()};
    upstream.input = config::responseInput(view, arena);
    const std::array<json::Member, 1> operation = {{{"operation", arena.string(upstream.operation)}}};
    upstream.limits =
        limits::readLimits(upstream.target->api->rateLimit,
                           config::withMembers(upstream.input, operation, arena), arena, &call.expressions);
    observeLimits(call, upstream);
}

/// An answer whose body cannot be read: its status and its headers count all the same.
void noteUnread(Call& call, Upstream& upstream)
{
    upstream.body = json::Value();
    upstream.doneUnread = upstream.response.status >= 200 && upstream.response.status < 300;
    readLimits(call, upstream);
    reportToGuard(call, upstream, true);
}

/// Applies the definition's rules to what is known of the answer.
Verdict applyRules(Call& call, Upstream& upstream)
{
    json::Arena& arena = call.arena();
    const config::ApiProfile& api = *upstream.target->api;
    readLimits(call, upstream);
    upstream.error =
        resilience::classify(api.errors, upstream.input, arena, upstream.limits.limited, &call.expressions);
    reportToGuard(call, upstream, true);
    if (!upstream.error) {
        return {};
    }
    if (upstream.error->category == config::ErrorCategory::RateLimited && !call.retryAfter) {
        call.retryAfter = limits::retryAfterFor(api.rateLimit, upstream.limits, 1);
    }
    return tl::make_unexpected(providerProblem(call, upstream));
}

/// What the rules let pass, but holds no records all the same: a redirect, which is not followed, or a page
/// for people (a sign-in, a notice of maintenance). A list must not be empty for its sake. Whoever deletes
/// wants no records.
Verdict expectData(Call& call, Upstream& upstream)
{
    const int status = upstream.response.status;
    if (upstream.operation.empty() || upstream.passThrough) {
        return {};
    }
    if (status >= 300 && status < 400) {
        return tl::make_unexpected(redirected(call, upstream));
    }
    if (!upstream.body.isString() || upstream.request.method == "DELETE") {
        return {};
    }
    upstream.doneUnread = true;
    return tl::make_unexpected(
        unreadableAnswer(call, upstream, {Errc::ParseError, "it is text, and no JSON or XML", {}, {}, {}}));
}

} // namespace

Verdict classify(Call& call, Upstream& upstream)
{
    StageTimer timer(call, "classify");
    if (auto parsed = parseBody(call, upstream); !parsed) {
        noteUnread(call, upstream);
        return parsed;
    }
    auto verdict = applyRules(call, upstream);
    if (verdict) {
        verdict = expectData(call, upstream);
    }
    if (!verdict) {
        timer.note(verdict.error().category);
    }
    return verdict;
}

Verdict classifyHead(Call& call, Upstream& upstream)
{
    StageTimer timer(call, "classify");
    return applyRules(call, upstream);
}

} // namespace gatehouse::pipeline
