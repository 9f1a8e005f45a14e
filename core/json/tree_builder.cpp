// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/tree_builder.h"

#include "core/json/number_parse.h"
#include "core/json/object_index.h"
#include "core/json/parse_error.h"
#include "core/json/unescape.h"

#include <fmt/format.h>

#include <cstring>

namespace gatehouse::json {
namespace {

bool isBlank(char c) noexcept
{
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

const char* findBackslash(const char* from, const char* end) noexcept
{
    const void* found = std::memchr(from, '\\', static_cast<std::size_t>(end - from));
    return found == nullptr ? end : static_cast<const char*>(found);
}

} // namespace

TreeBuilder::TreeBuilder(std::string_view text, std::span<const std::uint32_t> tokens, std::size_t maxDepth,
                         BuildScratch& scratch) noexcept
    : m_text(text.data())
    , m_tokens(tokens.data())
    , m_count(tokens.size())
    , m_size(text.size())
    , m_maxDepth(maxDepth)
    , m_scratch(scratch)
    , m_nextBackslash(findBackslash(text.data(), text.data() + text.size()))
{}

void TreeBuilder::seek(std::size_t position) noexcept
{
    m_at = position;
    m_nextBackslash = findBackslash(m_text + m_tokens[position], m_text + m_size);
}

Result<Value> TreeBuilder::build(Arena& arena)
{
    m_scratch.clear();
    static_cast<void>(m_scratch.values.push());
    Step step = Step::Value;
    for (;;) {
        if (step == Step::Value) {
            step = startValue(arena);
        } else if (step == Step::Failed) {
            return fail(std::move(m_error));
        } else if (m_scratch.frames.empty()) {
            return m_scratch.values.top();
        } else {
            step = afterValue(arena);
        }
    }
}

Value& TreeBuilder::slot() noexcept
{
    const bool inObject = !m_scratch.frames.empty() && m_scratch.frames.back().isObject;
    return inObject ? m_scratch.members.top().value : m_scratch.values.top();
}

TreeBuilder::Step TreeBuilder::startValue(Arena& arena)
{
    switch (peek()) {
    case '"':
        return readString(arena);
    case '{':
        return openContainer(arena, true);
    case '[':
        return openContainer(arena, false);
    case 't':
        return readLiteral("true", Value::boolean(true));
    case 'f':
        return readLiteral("false", Value::boolean(false));
    case 'n':
        return readLiteral("null", Value::null());
    default:
        return readNumber(arena);
    }
}

TreeBuilder::Step TreeBuilder::openContainer(Arena& arena, bool isObject)
{
    if (m_scratch.frames.size() >= m_maxDepth) {
        m_error =
            parseErrorAt({m_text, m_size}, m_tokens[m_at],
                         fmt::format("nesting deeper than {} levels", m_maxDepth), {}, Errc::LimitExceeded);
        return Step::Failed;
    }
    ++m_at;
    m_scratch.frames.push_back({isObject, isObject ? m_scratch.members.size() : m_scratch.values.size()});
    if (peek() == (isObject ? '}' : ']')) {
        return closeContainer(arena);
    }
    if (isObject) {
        return pushName(arena);
    }
    static_cast<void>(m_scratch.values.push());
    return Step::Value;
}

TreeBuilder::Step TreeBuilder::closeContainer(Arena& arena)
{
    ++m_at;
    const BuildScratch::Frame frame = m_scratch.frames.back();
    m_scratch.frames.pop_back();
    if (frame.isObject) {
        const std::size_t count = m_scratch.members.size() - frame.start;
        m_scratch.members.shrinkTo(frame.start);
        slot() = ObjectIndex::build(arena, m_scratch.members.from(frame.start), count);
    } else {
        const std::size_t count = m_scratch.values.size() - frame.start;
        m_scratch.values.shrinkTo(frame.start);
        slot() = arena.array({m_scratch.values.from(frame.start), count});
    }
    return Step::Complete;
}

TreeBuilder::Step TreeBuilder::afterValue(Arena& arena)
{
    const bool isObject = m_scratch.frames.back().isObject;
    const char c = peek();
    if (c == ',') {
        ++m_at;
        if (isObject) {
            return pushName(arena);
        }
        static_cast<void>(m_scratch.values.push());
        return Step::Value;
    }
    if (c == (isObject ? '}' : ']')) {
        return closeContainer(arena);
    }
    return failHere(isObject ? "',' or '}'" : "',' or ']'");
}

TreeBuilder::Step TreeBuilder::pushName(Arena& arena)
{
    if (peek() != '"') {
        return failHere("a name in double quotes");
    }
    if (!readText(arena, m_scratch.members.push().name)) {
        return Step::Failed;
    }
    if (peek() != ':') {
        return failHere("':' after the name");
    }
    ++m_at;
    return Step::Value;
}

Result<std::string_view> TreeBuilder::readName(Arena& arena)
{
    if (pushName(arena) == Step::Failed) {
        return fail(std::move(m_error));
    }
    const std::string_view name = m_scratch.members.top().name;
    m_scratch.members.shrinkTo(m_scratch.members.size() - 1);
    return name;
}

TreeBuilder::Step TreeBuilder::readString(Arena& arena)
{
    std::string_view text;
    if (!readText(arena, text)) {
        return Step::Failed;
    }
    slot() = Value::string(text);
    return Step::Complete;
}

bool TreeBuilder::readText(Arena& arena, std::string_view& out)
{
    const char* from = m_text + m_tokens[m_at] + 1;
    // The string's end is the last quote before the next token: nothing but blanks can stand between.
    const char* quote = m_text + m_tokens[m_at + 1] - 1;
    while (isBlank(*quote)) {
        --quote;
    }
    out = {from, static_cast<std::size_t>(quote - from)};
    if (m_nextBackslash < from) {
        m_nextBackslash = findBackslash(from, m_text + m_size);
    }
    if (m_nextBackslash < quote && !resolveEscapes(arena, out)) {
        return false;
    }
    ++m_at;
    return true;
}

bool TreeBuilder::resolveEscapes(Arena& arena, std::string_view& out)
{
    auto* to = static_cast<char*>(arena.allocate(out.size(), 1));
    std::size_t badAt = 0;
    const char* end = unescape(out, to, badAt);
    if (end == nullptr) {
        m_error = parseErrorAt({m_text, m_size}, m_tokens[m_at] + 1 + badAt, "unknown escape in a string",
                               "allowed are \\\" \\\\ \\/ \\b \\f \\n \\r \\t and \\u with four hex digits");
        return false;
    }
    out = {to, static_cast<std::size_t>(end - to)};
    return true;
}

bool TreeBuilder::endsHere(const char* end) const noexcept
{
    return *end == ',' || *end == '}' || *end == ']' || isBlank(*end)
           || (*end == '\0' && end == m_text + m_size);
}

TreeBuilder::Step TreeBuilder::readNumber(Arena& arena)
{
    const char* from = m_text + m_tokens[m_at];
    const char* end = nullptr;
    if ((*from == '-' || (*from >= '0' && *from <= '9'))) {
        slot() = parseNumber(from, end, arena);
        if (end == nullptr || !endsHere(end)) {
            return failHere("a number");
        }
        ++m_at;
        return Step::Complete;
    }
    return failHere("a value");
}

TreeBuilder::Step TreeBuilder::readLiteral(std::string_view word, Value value)
{
    const char* from = m_text + m_tokens[m_at];
    if (std::strncmp(from, word.data(), word.size()) != 0 || !endsHere(from + word.size())) {
        return failHere("a value");
    }
    ++m_at;
    slot() = value;
    return Step::Complete;
}

Status TreeBuilder::skip()
{
    std::vector<BuildScratch::Frame>& open = m_scratch.frames;
    open.clear();
    do {
        if (atEnd()) {
            return fail(unexpected("a value"));
        }
        const char c = peek();
        if (c == '{' || c == '[') {
            if (open.size() >= m_maxDepth) {
                return fail(parseErrorAt({m_text, m_size}, m_tokens[m_at],
                                         fmt::format("nesting deeper than {} levels", m_maxDepth), {},
                                         Errc::LimitExceeded));
            }
            open.push_back({c == '{', 0});
        } else if (c == '}' || c == ']') {
            if (open.empty() || open.back().isObject != (c == '}')) {
                return fail(unexpected("a value"));
            }
            open.pop_back();
        }
        ++m_at;
    } while (!open.empty());
    return {};
}

Error TreeBuilder::unexpected(std::string_view expected) const
{
    return explainUnexpected({m_text, m_size}, m_tokens[m_at], expected);
}

TreeBuilder::Step TreeBuilder::failHere(std::string_view expected)
{
    m_error = unexpected(expected);
    return Step::Failed;
}

} // namespace gatehouse::json
