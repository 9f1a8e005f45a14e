// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/stages/shape_out.h"

#include "core/json/write.h"
#include "core/pipeline/problems.h"
#include "core/pipeline/request_builder.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace gatehouse::pipeline {
namespace {

/// Violations of one record that are told; a record that is wrong all over needs no longer list.
constexpr std::size_t kToldViolations = 10;

json::Value withId(const Upstream& upstream, const Bindings& bindings, json::Arena& arena)
{
    if (bindings.id.isUndefined()) {
        return upstream.input;
    }
    const std::array<json::Member, 1> id = {{{"id", bindings.id}}};
    return config::withMembers(upstream.input, id, arena);
}

/// Maps records one after another and gathers what is to be told about them.
class RecordMapper
{
public:
    RecordMapper(Call& call, const UnifiedInput& input, const ShapedRequest& shaped, FieldMapper& mapper,
                 const ShapeOutOptions& options, json::Arena& arena)
        : m_call(call)
        , m_input(input)
        , m_shaped(shaped)
        , m_mapper(mapper)
        , m_options(options)
        , m_arena(arena)
        , m_request(requestInput(call, input.bindings, call.arena()))
    {}

    /// The mapped record; Undefined when a required field failed (failedField() and failedDetail() say why).
    json::Value map(const json::Value& record, std::size_t index, std::vector<FieldProvenance>* provenance)
    {
        const json::Value seen = recordInput(m_request, record, m_shaped.upstream, m_input.bindings, m_arena);
        MappedValue mapped = m_mapper.map(m_input.plan->mapping->response, seen, provenance);
        noteWarnings(mapped, index);
        if (!mapped.failedRequired.empty()) {
            return {};
        }
        json::Value value = mapped.value.isUndefined() ? m_arena.object({}) : mapped.value;
        checkSchema(value, index);
        if (m_options.remoteData) {
            const std::array<json::Member, 1> raw = {{{"remote_data", record}}};
            value = config::withMembers(value, raw, m_arena);
        }
        return value;
    }

    [[nodiscard]] const std::string& failedField() const { return m_failedField; }

    [[nodiscard]] const std::string& failedDetail() const { return m_failedDetail; }

private:
    void noteWarnings(MappedValue& mapped, std::size_t index)
    {
        for (MappingWarning& warning : mapped.warnings) {
            warning.record = index;
            if (!mapped.failedRequired.empty() && warning.field == mapped.failedRequired) {
                m_failedField = warning.field;
                m_failedDetail = warning.message;
            }
            m_call.warn(std::move(warning));
        }
    }

    /// What the schema does not allow is told and not hidden: the record stays as the mapping made it.
    void checkSchema(const json::Value& value, std::size_t index)
    {
        const schema::Schema& schema = m_input.plan->resource->validator;
        if (schema.empty() || schema.accepts(value)) {
            return;
        }
        for (auto& violation : schema.validate(value, kToldViolations)) {
            m_call.warn({std::move(violation.pointer), "schema", std::move(violation.message), index});
        }
    }

    Call& m_call;
    const UnifiedInput& m_input;
    const ShapedRequest& m_shaped;
    FieldMapper& m_mapper;
    ShapeOutOptions m_options;
    json::Arena& m_arena; ///< For what is made of a record.
    json::Value m_request;
    std::string m_failedField;
    std::string m_failedDetail;
};

json::Value failureOf(const RecordMapper& records, std::size_t index, json::Arena& arena)
{
    json::ObjectBuilder out(arena);
    out.set("record", json::Value::unsignedInteger(index)).set("category", "mapping_error");
    out.set("field", records.failedField()).set("detail", records.failedDetail());
    return out.build();
}

/// The part of a provider's page that the caller gets.
struct Slice
{
    std::size_t begin = 0;
    std::size_t end = 0;
    bool cut = false; ///< There is more of this page.
};

Slice sliceOf(const CursorState& asked, std::size_t items)
{
    Slice slice;
    slice.begin = std::min(static_cast<std::size_t>(std::max<std::int64_t>(asked.skip, 0)), items);
    slice.end = items;
    const auto limit = static_cast<std::size_t>(asked.limit);
    if (limit > 0 && items - slice.begin > limit) {
        slice.end = slice.begin + limit;
        slice.cut = true;
    }
    return slice;
}

Result<std::string> nextCursor(Call& call, const UnifiedInput& input, const paging::Page& page,
                               const Slice& slice)
{
    CursorState next = input.page;
    if (slice.cut) {
        next.skip = static_cast<std::int64_t>(slice.end);
    } else if (page.next) {
        next.skip = 0;
        next.position = *page.next;
        next.position.first = false;
    } else {
        return std::string();
    }
    return call.services.cursors->encode(next, {call.detail.summary.accountId, input.plan->operation});
}

json::Value pageInput(const Call& call, const UnifiedInput& input, const ShapedRequest& shaped,
                      json::Arena& arena)
{
    const json::Value context = (*call.target->constant)["context"];
    const std::array<json::Member, 2> more = {{{"query", input.bindings.query}, {"context", context}}};
    return config::withMembers(shaped.upstream.input, more, arena);
}

/// Maps the records of a page that was read whole.
Verdict mapPage(Call& call, const UnifiedInput& input, const ShapedRequest& shaped, FieldMapper& mapper,
                const ShapeOutOptions& options, const json::Value& items, UnifiedResult& out)
{
    json::Arena& arena = call.arena();
    RecordMapper records(call, input, shaped, mapper, options, arena);
    const Slice slice = sliceOf(input.page, items.size());
    std::vector<json::Value> mapped;
    mapped.reserve(slice.end - slice.begin);
    for (std::size_t i = slice.begin; i < slice.end; ++i) {
        const std::size_t index = i - slice.begin;
        auto* provenance = options.provenance && index == 0 ? &out.provenance : nullptr;
        const json::Value record = records.map(items[i], index, provenance);
        if (mapper.outOfTime()) {
            return tl::make_unexpected(call.problem(FieldMapper::outOfTimeError()));
        }
        if (record.isUndefined()) {
            out.failures.push_back(failureOf(records, index, arena));
        } else {
            mapped.push_back(record);
        }
    }
    out.result = arena.array(mapped);
    return {};
}

/// Reads, maps and writes one record after the other, each in the memory of the one before. Gives how many
/// there are on the page.
VerdictOf<std::size_t> mapOneByOne(Call& call, const UnifiedInput& input, const ShapedRequest& shaped,
                                   FieldMapper& mapper, const ShapeOutOptions& options, UnifiedResult& out)
{
    json::Arena memory;
    FieldMapper recordMapper = mapper.in(memory);
    RecordMapper records(call, input, shaped, recordMapper, options, memory);
    const auto begin = static_cast<std::size_t>(std::max<std::int64_t>(input.page.skip, 0));
    const auto limit = static_cast<std::size_t>(input.page.limit);
    out.resultText = "[";
    std::size_t count = 0;
    for (;; ++count) {
        memory.reset();
        const auto record = shaped.upstream.records->next(memory);
        if (!record) {
            return tl::make_unexpected(unreadableAnswer(call, shaped.upstream, record.error()));
        }
        if (!*record) {
            break;
        }
        if (count < begin || (limit > 0 && count - begin >= limit)) {
            continue;
        }
        const std::size_t index = count - begin;
        auto* provenance = options.provenance && index == 0 ? &out.provenance : nullptr;
        const json::Value mapped = records.map(**record, index, provenance);
        if (recordMapper.outOfTime()) {
            return tl::make_unexpected(call.problem(FieldMapper::outOfTimeError()));
        }
        if (mapped.isUndefined()) {
            out.failures.push_back(failureOf(records, index, call.arena()));
            continue;
        }
        out.resultText += out.resultText.size() > 1 ? "," : "";
        json::writeTo(out.resultText, mapped);
    }
    out.resultText += ']';
    return count;
}

} // namespace

VerdictOf<UnifiedResult> shapeList(Call& call, const UnifiedInput& input, const ShapedRequest& shaped,
                                   FieldMapper& mapper, const ShapeOutOptions& options)
{
    StageTimer timer(call, "shape_out");
    paging::PagePosition position = input.page.position;
    if (position.first) {
        position = paging::firstPage(*shaped.pagination);
    }
    UnifiedResult out;
    out.list = true;
    paging::PageInput read{pageInput(call, input, shaped, call.arena()),
                           &shaped.method->result,
                           position,
                           shaped.pageSize,
                           shaped.url,
                           std::nullopt,
                           &call.expressions};
    if (shaped.upstream.records) {
        const auto count = mapOneByOne(call, input, shaped, mapper, options, out);
        if (!count) {
            return tl::make_unexpected(count.error());
        }
        read.count = static_cast<std::int64_t>(*count);
    }
    auto page = paging::readPage(*shaped.pagination, read, call.arena());
    if (!page) {
        return tl::make_unexpected(call.problem(page.error()));
    }
    if (mapper.outOfTime()) { // A list must not seem to end because nobody looked where it goes on.
        return tl::make_unexpected(call.problem(FieldMapper::outOfTimeError()));
    }
    for (std::string& text : page->warnings) {
        call.warn({"", "definition", std::move(text), 0});
    }
    if (!read.count) {
        if (auto mapped = mapPage(call, input, shaped, mapper, options, page->items, out); !mapped) {
            return tl::make_unexpected(std::move(mapped).error());
        }
    }
    const std::size_t items = read.count ? static_cast<std::size_t>(*read.count) : page->items.size();
    const Slice slice = sliceOf(input.page, items);
    auto next = nextCursor(call, input, *page, slice);
    if (!next) {
        return tl::make_unexpected(call.problem(next.error()));
    }
    out.nextCursor = std::move(*next);
    timer.note(fmt::format("{} records, {} warnings", slice.end - slice.begin - out.failures.size(),
                           call.detail.warnings.size()));
    return out;
}

VerdictOf<json::Value> answerRecord(const Call& call, const ShapedRequest& shaped, const Bindings& bindings,
                                    FieldMapper& mapper)
{
    const auto& result = shaped.method->result;
    if (!result) {
        return shaped.upstream.body;
    }
    auto record = mapper.evaluate(*result, withId(shaped.upstream, bindings, call.memory->arena));
    if (!record) {
        Error error = std::move(record).error();
        error.message =
            fmt::format("the result expression of {} failed: {}", shaped.upstream.operation, error.message);
        return tl::make_unexpected(call.problem(error));
    }
    // A method for one record may be answered by a list with that one.
    return record->isArray() && record->size() == 1 ? (*record)[0] : *record;
}

std::string writtenId(const ShapedRequest& shaped, const Bindings& bindings, FieldMapper& mapper,
                      json::Arena& arena)
{
    if (!shaped.method->recordId) {
        const json::Value id = shaped.upstream.body["id"];
        return id.isUndefined() || id.isNull() ? std::string(bindings.id.asString()) : plainText(id);
    }
    const auto id = mapper.evaluate(*shaped.method->recordId, withId(shaped.upstream, bindings, arena));
    return id && !id->isUndefined() && !id->isNull() ? plainText(*id) : std::string(bindings.id.asString());
}

VerdictOf<UnifiedResult> shapeRecord(Call& call, const UnifiedInput& input, const ShapedRequest& shaped,
                                     FieldMapper& mapper, const ShapeOutOptions& options)
{
    StageTimer timer(call, "shape_out");
    auto record = answerRecord(call, shaped, input.bindings, mapper);
    if (!record) {
        return tl::make_unexpected(std::move(record).error());
    }
    if (record->isUndefined() || record->isNull()) {
        return tl::make_unexpected(
            call.problem({Errc::NotFound,
                          fmt::format("the answer to {} holds no record", shaped.upstream.operation),
                          {},
                          {},
                          {}}));
    }
    UnifiedResult out;
    RecordMapper records(call, input, shaped, mapper, options, call.arena());
    out.result = records.map(*record, 0, options.provenance ? &out.provenance : nullptr);
    if (mapper.outOfTime()) {
        return tl::make_unexpected(call.problem(FieldMapper::outOfTimeError()));
    }
    if (out.result.isUndefined()) {
        return tl::make_unexpected(call.problem({Errc::MappingError,
                                                 fmt::format("the required field \"{}\" cannot be mapped: {}",
                                                             records.failedField(), records.failedDetail()),
                                                 {},
                                                 "/" + records.failedField(),
                                                 {}}));
    }
    return out;
}

} // namespace gatehouse::pipeline
