// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/record_reader.h"

#include "core/json/parse_error.h"
#include "core/json/pointer.h"
#include "core/json/tokens.h"
#include "core/json/tree_builder.h"

#include <cstdint>
#include <span>
#include <vector>

namespace gatehouse::json {
namespace {

constexpr std::size_t kNowhere = static_cast<std::size_t>(-1);

/// Builds the containers on the way to the array itself and lets the builder do everything beside the way.
class WayBuilder
{
public:
    WayBuilder(TreeBuilder& builder, Arena& arena)
        : m_builder(builder)
        , m_arena(arena)
    {}

    /// The value at the cursor, with the array that `way` leads to replaced by an empty one.
    // NOLINTNEXTLINE(misc-no-recursion): one level a pointer token
    Result<Value> build(std::span<const std::string> way)
    {
        const char c = m_builder.peek();
        if (way.empty() && c == '[') {
            m_records = m_builder.position() + 1;
            GH_TRY(m_builder.skip());
            return m_arena.array(std::span<const Value>());
        }
        if (!way.empty() && c == '{') {
            return buildObject(way);
        }
        if (!way.empty() && c == '[') {
            return buildArray(way);
        }
        return m_builder.build(m_arena);
    }

    /// The token after the opening bracket of the records.
    [[nodiscard]] std::size_t records() const noexcept { return m_records; }

private:
    // NOLINTNEXTLINE(misc-no-recursion)
    Result<Value> buildObject(std::span<const std::string> way)
    {
        std::vector<Member> members;
        m_builder.advance();
        while (m_builder.peek() != '}') {
            GH_ASSIGN(const std::string_view name, m_builder.readName(m_arena));
            if (name == way.front()) {
                m_records = kNowhere; // of duplicate names the last one wins
                GH_ASSIGN(const Value value, build(way.subspan(1)));
                members.push_back({name, value});
            } else {
                GH_ASSIGN(const Value value, m_builder.build(m_arena));
                members.push_back({name, value});
            }
            GH_TRY(endOfChild('}', "',' or '}'"));
        }
        m_builder.advance();
        return m_arena.objectOfViews(members);
    }

    // NOLINTNEXTLINE(misc-no-recursion)
    Result<Value> buildArray(std::span<const std::string> way)
    {
        std::vector<Value> items;
        m_builder.advance();
        while (m_builder.peek() != ']') {
            const bool onTheWay = std::to_string(items.size()) == way.front();
            GH_ASSIGN(const Value item, onTheWay ? build(way.subspan(1)) : m_builder.build(m_arena));
            items.push_back(item);
            GH_TRY(endOfChild(']', "',' or ']'"));
        }
        m_builder.advance();
        return m_arena.array(items);
    }

    /// Leaves the cursor at the closing bracket or at the next child.
    Status endOfChild(char close, std::string_view expected)
    {
        if (m_builder.peek() == close) {
            return {};
        }
        if (m_builder.peek() != ',') {
            return fail(m_builder.unexpected(expected));
        }
        m_builder.advance();
        if (m_builder.peek() == close) {
            return fail(m_builder.unexpected("a value"));
        }
        return {};
    }

    TreeBuilder& m_builder;
    Arena& m_arena;
    std::size_t m_records = kNowhere;
};

} // namespace

struct RecordReader::Impl
{
    BuildScratch scratch;
    std::shared_ptr<Arena> arena = std::make_shared<Arena>();
    std::string_view text;
    std::vector<std::uint32_t> tokens; ///< With the one that ends the text.
    std::optional<TreeBuilder> builder;
    Document rest;
    std::size_t first = kNowhere;
    bool ended = false;
    std::string_view current;
    std::optional<Error> error;

    Status openArray(std::string_view arrayPointer, const ParseLimits& limits)
    {
        GH_ASSIGN(const auto way, splitPointer(arrayPointer));
        // The indexer's room is for the worst text of that size; for as long as records are read only the
        // exact list stays.
        TokenIndexer indexer;
        GH_ASSIGN(const auto indexed, indexer.index(text));
        tokens.assign(indexed.data(), indexed.data() + indexed.size() + 1);
        builder.emplace(text, std::span(tokens).first(indexed.size()), limits.maxDepth, scratch);
        WayBuilder wayBuilder(*builder, *arena);
        GH_ASSIGN(const Value root, wayBuilder.build(way));
        if (!builder->atEnd()) {
            return fail(builder->unexpected("the end of the text"));
        }
        rest = Document(arena, root);
        first = wayBuilder.records();
        return {};
    }

    void start() noexcept
    {
        ended = first == kNowhere || text[tokens[first]] == ']';
        current = {};
        if (!ended) {
            builder->seek(first);
        }
    }

    Result<std::optional<Value>> next(Arena& records)
    {
        if (ended) {
            return std::nullopt;
        }
        const std::size_t from = tokens[builder->position()];
        GH_ASSIGN(const Value record, builder->build(records));
        const std::string_view bytes = text.substr(from, tokens[builder->position()] - from);
        current = bytes.substr(0, bytes.find_last_not_of(" \t\r\n") + 1);
        const char c = builder->peek();
        if (c != ',' && c != ']') {
            return fail(builder->unexpected("',' or ']'"));
        }
        builder->advance();
        ended = c == ']';
        return record;
    }
};

RecordReader::RecordReader(std::unique_ptr<Impl> impl) noexcept
    : m_impl(std::move(impl))
{}

RecordReader::RecordReader(RecordReader&&) noexcept = default;
RecordReader& RecordReader::operator=(RecordReader&&) noexcept = default;
RecordReader::~RecordReader() = default;

Result<RecordReader> RecordReader::open(std::string&& text, std::string_view arrayPointer,
                                        const ParseLimits& limits)
{
    GH_TRY(checkSize(text.size(), limits));
    auto impl = std::make_unique<Impl>();
    impl->text = impl->arena->adopt(std::move(text));
    GH_TRY(impl->openArray(arrayPointer, limits));
    impl->start();
    return RecordReader(std::move(impl));
}

bool RecordReader::found() const noexcept
{
    return m_impl->first != kNowhere;
}

const Document& RecordReader::rest() const noexcept
{
    return m_impl->rest;
}

Result<std::optional<Value>> RecordReader::next(Arena& arena)
{
    if (m_impl->error) {
        return fail(*m_impl->error);
    }
    auto record = m_impl->next(arena);
    if (!record) {
        m_impl->error = record.error();
    }
    return record;
}

std::string_view RecordReader::currentText() const noexcept
{
    return m_impl->current;
}

void RecordReader::rewind() noexcept
{
    m_impl->error.reset();
    m_impl->start();
}

} // namespace gatehouse::json
