// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/write.h"

#include "core/json/number_format.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <vector>

namespace gatehouse::json {
namespace {

constexpr std::array<char, 16> kHex{'0', '1', '2', '3', '4', '5', '6', '7',
                                    '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};

constexpr std::size_t kBuffer = 2048;
/// Longer texts go to the output directly.
constexpr std::size_t kLargestPiece = 1024;
static_assert(kLargestPiece <= kBuffer && kMaxNumberText <= kBuffer);

/// Collects small pieces in a buffer of its own, because std::string checks and terminates on every append.
class Buffer
{
public:
    // The bytes stay unset: they are written before they are read, and clearing them costs.
    explicit Buffer(std::string& out) // NOLINT(cppcoreguidelines-pro-type-member-init)
        : m_out(out)
    {}

    Buffer(const Buffer&) = delete;
    Buffer& operator=(const Buffer&) = delete;

    ~Buffer() { flush(); }

    /// Room for `bytes` (at most kLargestPiece), to be committed with done().
    char* room(std::size_t bytes = kMaxNumberText)
    {
        if (m_size + bytes > m_bytes.size()) {
            flush();
        }
        return m_bytes.data() + m_size;
    }

    void done(const char* end) { m_size = static_cast<std::size_t>(end - m_bytes.data()); }

    void put(char c)
    {
        *room(1) = c;
        ++m_size;
    }

    void put(std::string_view text)
    {
        if (text.size() > kLargestPiece) {
            flush();
            m_out.append(text);
            return;
        }
        std::memcpy(room(text.size()), text.data(), text.size());
        m_size += text.size();
    }

    void fill(std::size_t count, char c)
    {
        for (; count > 0; --count) {
            put(c);
        }
    }

private:
    void flush()
    {
        m_out.append(m_bytes.data(), m_size);
        m_size = 0;
    }

    std::string& m_out;
    std::size_t m_size = 0;
    std::array<char, kBuffer> m_bytes;
};

/// 0: as it is; 1: \u00XX; 2: may start an unpaired surrogate; else the letter after the backslash.
constexpr std::array<char, 256> makeEscapes()
{
    std::array<char, 256> table{};
    for (std::size_t c = 0; c < 0x20; ++c) {
        table.at(c) = 1;
    }
    table['"'] = '"';
    table['\\'] = '\\';
    table['\b'] = 'b';
    table['\f'] = 'f';
    table['\n'] = 'n';
    table['\r'] = 'r';
    table['\t'] = 't';
    table[0xED] = 2;
    return table;
}

constexpr std::array<char, 256> kEscapes = makeEscapes();

void putUnit(Buffer& out, unsigned unit)
{
    const std::array<char, 6> escape{'\\',
                                     'u',
                                     kHex.at(unit >> 12U),
                                     kHex.at((unit >> 8U) & 15U),
                                     kHex.at((unit >> 4U) & 15U),
                                     kHex.at(unit & 15U)};
    out.put(std::string_view(escape.data(), escape.size()));
}

/// Writes what stands at a byte that may not be written as it is; returns how many bytes that were.
std::size_t putEscaped(Buffer& out, std::string_view text, std::size_t at)
{
    const char kind = kEscapes[static_cast<unsigned char>(text[at])];
    if (kind == 2) {
        const auto byte = [&](std::size_t i) {
            return static_cast<unsigned>(static_cast<unsigned char>(text[at + i]));
        };
        if (at + 2 < text.size() && byte(1) >= 0xA0) {
            putUnit(out, 0xD000U | ((byte(1) & 0x3FU) << 6U) | (byte(2) & 0x3FU));
            return 3;
        }
        out.put(text[at]);
    } else if (kind == 1) {
        putUnit(out, static_cast<unsigned char>(text[at]));
    } else {
        out.put('\\');
        out.put(kind);
    }
    return 1;
}

/// Whether one of eight bytes needs a closer look; the classic tests for a byte below n and for a zero byte.
bool mayNeedEscape(std::uint64_t word) noexcept
{
    constexpr std::uint64_t kOnes = 0x0101010101010101U;
    constexpr std::uint64_t kHighs = 0x8080808080808080U;
    const auto hasByte = [](std::uint64_t w, std::uint64_t byte) {
        const std::uint64_t x = w ^ (kOnes * byte);
        return (x - kOnes) & ~x & kHighs;
    };
    const std::uint64_t control = (word - kOnes * 0x20U) & ~word & kHighs;
    return (control | hasByte(word, '"') | hasByte(word, '\\') | hasByte(word, 0xED)) != 0;
}

/// How many bytes at the start can be written as they are.
std::size_t plainPrefix(std::string_view text, std::size_t from) noexcept
{
    std::size_t at = from;
    std::uint64_t word = 0;
    for (; at + sizeof word <= text.size(); at += sizeof word) {
        std::memcpy(&word, text.data() + at, sizeof word);
        if (mayNeedEscape(word)) {
            break;
        }
    }
    while (at < text.size() && kEscapes[static_cast<unsigned char>(text[at])] == 0) {
        ++at;
    }
    return at;
}

/// Copies a word from one place to another; false: something in it may have to be escaped.
template <class Word>
bool copyPlainWord(char* to, const char* from) noexcept
{
    Word word{};
    std::memcpy(&word, from, sizeof word);
    std::memcpy(to, &word, sizeof word);
    // Of a shorter word the missing bytes look like harmless ones.
    constexpr std::uint64_t kHarmless = 0x2020202020202020U << (8 * (sizeof word % 8));
    return !mayNeedEscape(sizeof word == 8 ? std::uint64_t{word} : (std::uint64_t{word} | kHarmless));
}

/// Copies and checks at once, in words that may overlap at the end; false: look closer.
bool copyPlain(char* to, std::string_view text) noexcept
{
    const std::size_t size = text.size();
    const char* from = text.data();
    if (size >= 8) {
        for (std::size_t at = 0; at + 8 <= size; at += 8) {
            if (!copyPlainWord<std::uint64_t>(to + at, from + at)) {
                return false;
            }
        }
        return size % 8 == 0 || copyPlainWord<std::uint64_t>(to + size - 8, from + size - 8);
    }
    if (size >= 4) {
        return copyPlainWord<std::uint32_t>(to, from)
               && copyPlainWord<std::uint32_t>(to + size - 4, from + size - 4);
    }
    for (std::size_t at = 0; at < size; ++at) {
        if (kEscapes[static_cast<unsigned char>(from[at])] != 0) {
            return false;
        }
        to[at] = from[at];
    }
    return true;
}

/// With whatever has to be escaped.
void putEscapedString(Buffer& out, std::string_view text)
{
    out.put('"');
    std::size_t at = plainPrefix(text, 0);
    out.put(text.substr(0, at));
    while (at < text.size()) {
        at += putEscaped(out, text, at);
        const std::size_t from = at;
        at = plainPrefix(text, at);
        out.put(text.substr(from, at - from));
    }
    out.put('"');
}

void putString(Buffer& out, std::string_view text)
{
    if (text.size() + 2 <= kLargestPiece) {
        char* to = out.room(text.size() + 2);
        if (copyPlain(to + 1, text)) {
            *to = '"';
            to[text.size() + 1] = '"';
            out.done(to + text.size() + 2);
            return;
        }
    }
    putEscapedString(out, text);
}

void putScalar(Buffer& out, const Value& value)
{
    switch (value.type()) {
    case Type::Bool:
        out.put(value.asBool() ? std::string_view("true") : std::string_view("false"));
        break;
    case Type::Int: {
        char* to = out.room();
        out.done(std::to_chars(to, to + kMaxNumberText, value.asInt()).ptr);
        break;
    }
    case Type::UInt: {
        char* to = out.room();
        out.done(std::to_chars(to, to + kMaxNumberText, value.asUInt()).ptr);
        break;
    }
    case Type::Double:
        if (std::isfinite(value.asDouble())) {
            out.done(formatNumberTo(out.room(), value.asDouble()));
        } else {
            out.put("null");
        }
        break;
    case Type::Decimal:
        out.put(value.numberText());
        break;
    case Type::String:
        putString(out, value.asString());
        break;
    default:
        out.put("null");
    }
}

/// Walks the tree with a stack of its own: values built by an expression may be nested to any depth.
class Walker
{
public:
    Walker(std::string& text, bool pretty)
        : m_out(text)
        , m_pretty(pretty)
    {}

    void write(const Value& root)
    {
        open(root);
        while (!m_frames.empty()) {
            Frame& frame = m_frames.back();
            if (frame.next == frame.container.size()) {
                close();
            } else {
                child(frame);
            }
        }
    }

private:
    struct Frame
    {
        Value container;
        std::size_t next = 0;
    };

    void open(const Value& value)
    {
        if (!value.isArray() && !value.isObject()) {
            putScalar(m_out, value);
        } else if (value.size() == 0) {
            m_out.put(value.isArray() ? std::string_view("[]") : std::string_view("{}"));
        } else {
            m_out.put(value.isArray() ? '[' : '{');
            m_frames.push_back({value, 0});
        }
    }

    void child(Frame& frame)
    {
        const std::size_t i = frame.next++;
        if (i > 0) {
            m_out.put(',');
        }
        newLine();
        if (frame.container.isArray()) {
            open(frame.container.items()[i]);
            return;
        }
        const Member& member = frame.container.members()[i];
        putString(m_out, member.name);
        m_out.put(':');
        if (m_pretty) {
            m_out.put(' ');
        }
        open(member.value);
    }

    void close()
    {
        const bool isArray = m_frames.back().container.isArray();
        m_frames.pop_back();
        newLine();
        m_out.put(isArray ? ']' : '}');
    }

    void newLine()
    {
        if (m_pretty) {
            m_out.put('\n');
            m_out.fill(m_frames.size() * 2, ' ');
        }
    }

    Buffer m_out;
    bool m_pretty;
    std::vector<Frame> m_frames;
};

} // namespace

void writeTo(std::string& out, const Value& value)
{
    Walker(out, false).write(value);
}

std::string write(const Value& value)
{
    std::string out;
    writeTo(out, value);
    return out;
}

std::string writePretty(const Value& value)
{
    std::string out;
    Walker(out, true).write(value);
    return out;
}

std::string formatNumber(double d)
{
    std::array<char, kMaxNumberText> text{};
    return {text.data(), formatNumberTo(text.data(), d)};
}

} // namespace gatehouse::json
