// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/tree_builder.h"

#include "core/json/number_parse.h"
#include "core/json/object_index.h"
#include "core/json/parse_error.h"
#include "core/json/unescape.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
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

/// Names are short: a call to compare them would take longer than comparing.
bool sameText(std::string_view a, std::string_view b) noexcept
{
    if (a.size() != b.size()) {
        return false;
    }
    const auto differ = [&]<class Word>(Word, std::size_t at) {
        Word left{};
        Word right{};
        std::memcpy(&left, a.data() + at, sizeof left);
        std::memcpy(&right, b.data() + at, sizeof right);
        return left != right;
    };
    const std::size_t size = a.size();
    if (size > 16) {
        return std::memcmp(a.data(), b.data(), size) == 0;
    }
    if (size >= 8) {
        return !differ(std::uint64_t{}, 0) && !differ(std::uint64_t{}, size - 8);
    }
    if (size >= 4) {
        return !differ(std::uint32_t{}, 0) && !differ(std::uint32_t{}, size - 4);
    }
    for (std::size_t at = 0; at < size; ++at) {
        if (a[at] != b[at]) {
            return false;
        }
    }
    return true;
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
        return readMembers(arena);
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
        slot() = buildObject(arena, {m_scratch.members.from(frame.start), count});
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
            return readMembers(arena);
        }
        static_cast<void>(m_scratch.values.push());
        return Step::Value;
    }
    if (c == (isObject ? '}' : ']')) {
        return closeContainer(arena);
    }
    return failHere(isObject ? "',' or '}'" : "',' or ']'");
}

/// An object of the same names, in the same order, as one that had no double ones has none either.
Value TreeBuilder::buildObject(Arena& arena, std::span<const Member> members)
{
    const std::size_t firstName = members.empty() ? 0 : members.front().name.size();
    auto& shape = m_scratch.shapes[(members.size() * 5 + firstName) % m_scratch.shapes.size()];
    const bool known =
        !members.empty() && shape.size() == members.size()
        && std::equal(members.begin(), members.end(), shape.begin(),
                      [](const Member& a, const Member& b) { return sameText(a.name, b.name); });
    if (known) {
        auto* to = arena.allocateArray<Member>(members.size());
        std::copy(members.begin(), members.end(), to);
        return Value::object({to, members.size()});
    }
    const Value object = ObjectIndex::build(arena, members.data(), members.size());
    if (object.size() == members.size() && members.size() <= ObjectIndex::kLinearLimit) {
        shape = object.members();
    }
    return object;
}

/// The text between the quotes at a token when nothing in it is escaped.
bool TreeBuilder::plainText(const std::uint32_t* token, std::string_view& out) noexcept
{
    const char* from = m_text + token[0] + 1;
    const char* quote = m_text + token[1] - 1;
    while (isBlank(*quote)) {
        --quote;
    }
    if (m_nextBackslash < from) {
        m_nextBackslash = findBackslash(from, m_text + m_size);
    }
    out = {from, static_cast<std::size_t>(quote - from)};
    return m_nextBackslash >= quote;
}

/// Members from the name at the cursor on, as many as have plain names and texts or numbers as their values:
/// most of most texts. Whatever is different, or wrong, is left to the steps for single tokens.
TreeBuilder::Step TreeBuilder::readMembers(Arena& arena)
{
    const std::uint32_t* token = m_tokens + m_at;
    const auto stopAt = [&](const std::uint32_t* place, Step step) {
        m_at = static_cast<std::size_t>(place - m_tokens);
        return step;
    };
    for (;;) {
        std::string_view name;
        if (m_text[token[0]] != '"' || m_text[token[1]] != ':' || !plainText(token, name)) {
            static_cast<void>(stopAt(token, Step::Value));
            return pushName(arena);
        }
        Member& member = m_scratch.members.push();
        member.name = name;
        const char first = m_text[token[2]];
        if (first == '"') {
            std::string_view text;
            if (!plainText(token + 2, text)) {
                return stopAt(token + 2, Step::Value);
            }
            member.value = Value::string(text);
        } else if (first == '-' || (first >= '0' && first <= '9')) {
            const char* end = nullptr;
            member.value = parseNumber(m_text + token[2], end, arena);
            if (end == nullptr || !endsHere(end)) {
                return stopAt(token + 2, Step::Value);
            }
        } else {
            return stopAt(token + 2, Step::Value);
        }
        if (m_text[token[3]] != ',') {
            return stopAt(token + 3, Step::Complete);
        }
        token += 4;
    }
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
