// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/observe/call_log.h"

#include "core/contract/call_json.h"
#include "core/json/parse.h"
#include "core/json/write.h"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <utility>

namespace gatehouse::observe {
namespace {

std::size_t sizeOf(const std::vector<HeaderField>& headers)
{
    std::size_t bytes = headers.size() * sizeof(HeaderField);
    for (const auto& field : headers) {
        bytes += field.name.size() + field.value.size();
    }
    return bytes;
}

/// About what a detail costs in memory.
std::size_t sizeOf(const CallDetail& detail)
{
    std::size_t bytes = sizeof(CallDetail) + detail.responseBody.size() + sizeOf(detail.normalisedHeaders);
    for (const StageTiming& stage : detail.stages) {
        bytes += sizeof(StageTiming) + stage.stage.size() + stage.note.size();
    }
    for (const MappingWarning& warning : detail.warnings) {
        bytes +=
            sizeof(MappingWarning) + warning.field.size() + warning.level.size() + warning.message.size();
    }
    if (detail.problem) {
        // Written out: a document does not tell what it holds. Only failed calls come here.
        bytes += detail.problem->detail.size() + json::write(*detail.problem->providerError).size();
    }
    for (const auto& exchange : detail.exchanges) {
        bytes += sizeof(Exchange) + exchange.url.size() + exchange.requestBody.size();
        bytes += exchange.responseBody.size() + sizeOf(exchange.requestHeaders);
        bytes += sizeOf(exchange.responseHeaders);
    }
    return bytes;
}

store::CallRow toRow(const CallSummary& summary)
{
    store::CallRow row;
    row.sequence = summary.sequence;
    row.id = summary.id;
    row.startedAt = summary.startedAt;
    row.kind = summary.kind;
    row.operation = summary.operation;
    row.integration = summary.integration;
    row.accountId = summary.accountId;
    row.environmentId = summary.environmentId;
    row.status = summary.status;
    row.providerStatus = summary.providerStatus;
    row.category = summary.category;
    row.durationMicros = summary.duration.count();
    row.upstreamMicros = summary.upstream.count();
    row.requestBytes = summary.requestBytes;
    row.responseBytes = summary.responseBytes;
    return row;
}

CallSummary toSummary(store::CallRow row)
{
    CallSummary out;
    out.id = std::move(row.id);
    out.sequence = row.sequence;
    out.startedAt = row.startedAt;
    out.kind = std::move(row.kind);
    out.operation = std::move(row.operation);
    out.integration = std::move(row.integration);
    out.accountId = std::move(row.accountId);
    out.environmentId = std::move(row.environmentId);
    out.status = row.status;
    out.providerStatus = row.providerStatus;
    out.category = std::move(row.category);
    out.duration = std::chrono::microseconds(row.durationMicros);
    out.upstream = std::chrono::microseconds(row.upstreamMicros);
    out.requestBytes = row.requestBytes;
    out.responseBytes = row.responseBytes;
    return out;
}

std::string detailText(const CallDetail& detail)
{
    json::Arena arena;
    return json::write(toJson(detail, arena));
}

/// Cuts at a character, not inside one.
void cutUtf8(std::string& text, std::size_t bytes)
{
    while (bytes > 0 && (static_cast<unsigned char>(text[bytes]) & 0xC0U) == 0x80U) {
        --bytes;
    }
    text.resize(bytes);
}

} // namespace

CallLog::CallLog(const Redactor& redactor, store::CallLog& store, const CallLogLimits& limits)
    : m_redactor(redactor)
    , m_store(store)
    , m_limits(limits)
{}

void CallLog::restore(Completion<bool> done)
{
    store::CallQuery query;
    query.limit = std::min<std::size_t>(m_limits.summaries, 1000);
    auto loaded = [this, done = std::make_shared<Completion<bool>>(std::move(done))](auto rows) {
        if (!rows) {
            (*done)(fail(std::move(rows).error()));
            return;
        }
        for (store::CallRow& row : *rows) {
            m_sequence = std::max(m_sequence, row.sequence);
            m_summaries.push_front(toSummary(std::move(row)));
        }
        m_store.lastCallSequence([this, done](Result<std::uint64_t> last) {
            m_sequence = std::max(m_sequence, last.value_or(0));
            (*done)(true);
        });
    };
    m_store.calls(std::move(query), std::move(loaded));
}

CallSummary CallLog::record(CallDetail detail)
{
    detail.summary.sequence = ++m_sequence;
    if (!detail.summary.category.empty() || m_pending.size() < m_limits.pending) {
        return recordWhole(std::move(detail));
    }
    ++m_unpersisted;
    detail.summary.operation = m_redactor.text(std::move(detail.summary.operation));
    keepSummary(detail.summary);
    return std::move(detail.summary);
}

void CallLog::keepSummary(const CallSummary& summary)
{
    m_summaries.push_back(summary);
    if (m_summaries.size() > m_limits.summaries) {
        m_summaries.pop_front();
    }
}

CallSummary CallLog::recordWhole(CallDetail detail)
{
    clean(detail);
    keepSummary(detail.summary);
    const auto kept = std::make_shared<const CallDetail>(std::move(detail));
    keepDetail(kept);
    queue(kept);
    return kept->summary;
}

void CallLog::clean(CallDetail& detail) const
{
    detail.summary.operation = m_redactor.text(std::move(detail.summary.operation));
    detail.responseBody = keptBody(std::move(detail.responseBody), detail.summary.responseBytes);
    for (Exchange& exchange : detail.exchanges) {
        exchange.url = m_redactor.url(std::move(exchange.url));
        exchange.requestBody = keptBody(std::move(exchange.requestBody), exchange.requestBodyBytes);
        exchange.responseBody = keptBody(std::move(exchange.responseBody), exchange.responseBodyBytes);
        exchange.error = m_redactor.text(std::move(exchange.error));
        for (auto* headers : {&exchange.requestHeaders, &exchange.responseHeaders}) {
            for (HeaderField& field : *headers) {
                field.value = m_redactor.header(field.name, std::move(field.value));
            }
        }
    }
    if (detail.problem) {
        detail.problem->detail = m_redactor.text(std::move(detail.problem->detail));
        cleanError(detail.problem->providerError);
    }
    for (StageTiming& stage : detail.stages) {
        stage.note = m_redactor.text(std::move(stage.note));
    }
    for (HeaderField& field : detail.normalisedHeaders) {
        field.value = m_redactor.header(field.name, std::move(field.value));
    }
    for (MappingWarning& warning : detail.warnings) {
        warning.message = m_redactor.text(std::move(warning.message));
    }
}

/// What the provider answered may repeat what it was sent. Dropped when it is no JSON any more without its
/// secrets.
void CallLog::cleanError(json::Document& providerError) const
{
    const json::Value& given = *providerError;
    if (given.isUndefined() || given.isNull()) {
        return;
    }
    auto cleaned = json::parse(m_redactor.text(json::write(given)));
    providerError = cleaned ? std::move(*cleaned) : json::Document();
}

std::string CallLog::keptBody(std::string body, std::int64_t bytes) const
{
    if (body.empty()) {
        return bytes > 0 ? fmt::format("[{} bytes passed through and not kept]", bytes) : body;
    }
    // Redacted before it is cut, or half a secret could stand at the edge unrecognised.
    const bool overlong = body.size() > m_limits.bodyBytes;
    if (overlong) {
        body.resize(std::min(body.size(), m_limits.bodyBytes + 4096));
    }
    body = m_redactor.text(std::move(body));
    if (overlong && body.size() > m_limits.bodyBytes) {
        cutUtf8(body, m_limits.bodyBytes);
    }
    if (!simdjson::validate_utf8(body)) {
        return fmt::format("[{} bytes that are not text]", bytes);
    }
    if (overlong) {
        body += fmt::format("\n[cut: the first {} of {} bytes]", body.size(), bytes);
    }
    return body;
}

void CallLog::keepDetail(const DetailPtr& detail)
{
    m_byId.insert_or_assign(detail->summary.id, detail);
    m_details.push_back(detail);
    m_detailBytes += sizeOf(*detail);
    while (m_details.size() > 1
           && (m_detailBytes > m_limits.detailBytes || m_details.size() > m_limits.summaries)) {
        m_detailBytes -= sizeOf(*m_details.front());
        m_byId.erase(m_details.front()->summary.id);
        m_details.pop_front();
    }
}

void CallLog::queue(const DetailPtr& detail)
{
    m_pending.push_back(detail);
    if (m_pending.size() <= m_limits.pending) {
        return;
    }
    const auto success =
        std::ranges::find_if(m_pending, [](const DetailPtr& call) { return call->summary.category.empty(); });
    m_pending.erase(success != m_pending.end() ? success : m_pending.begin());
    ++m_unpersisted;
}

std::vector<CallSummary> CallLog::recent(std::uint64_t after, std::size_t limit) const
{
    std::vector<CallSummary> out;
    for (auto it = m_summaries.rbegin(); it != m_summaries.rend() && out.size() < limit; ++it) {
        if (it->sequence <= after) {
            break;
        }
        out.push_back(*it);
    }
    return out;
}

void CallLog::detail(std::string id, Completion<CallDetail> done) const
{
    if (const auto found = m_byId.find(id); found != m_byId.end()) {
        done(*found->second);
        return;
    }
    auto shared = std::make_shared<Completion<CallDetail>>(std::move(done));
    const bool thinned = std::ranges::find(m_summaries, id, &CallSummary::id) != m_summaries.end();
    m_store.callDetail(std::move(id), [shared, thinned](Result<std::string> text) {
        if (!text && thinned && text.error().code == Errc::NotFound) {
            (*shared)(fail(Errc::NotFound, "the details of this call were not kept: calls came faster than "
                                           "they can be written; those of failed calls are kept first"));
            return;
        }
        if (!text) {
            (*shared)(fail(std::move(text).error()));
            return;
        }
        const auto document = json::parse(std::move(*text));
        (*shared)(document
                      ? Result<CallDetail>(callDetailFromJson(**document))
                      : fail(Errc::Corrupt, "the stored call is not readable: " + document.error().message));
    });
}

void CallLog::flush(Completion<std::size_t> done)
{
    struct Group
    {
        Completion<std::size_t> done;
        std::size_t waiting = 1; // flush() itself, until it has submitted everything
        std::size_t written = 0;

        void finishOne()
        {
            if (--waiting == 0) {
                done(written);
            }
        }
    };

    auto group = std::make_shared<Group>();
    group->done = std::move(done);
    for (const DetailPtr& detail : std::exchange(m_pending, {})) {
        ++group->waiting;
        m_store.appendCall(
            toRow(detail->summary), [detail] { return detailText(*detail); },
            [group](Result<bool> kept) {
                group->written += kept.has_value() ? 1U : 0U;
                group->finishOne();
            });
    }
    group->finishOne();
}

} // namespace gatehouse::observe
