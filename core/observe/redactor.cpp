// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/observe/redactor.h"

#include "core/base/url.h"

#include <algorithm>
#include <cstring>
#include <mutex>

namespace gatehouse::observe {
namespace {

std::uint64_t firstEight(const char* text) noexcept
{
    std::uint64_t prefix = 0;
    std::memcpy(&prefix, text, sizeof prefix);
    return prefix;
}

/// Which of the filter's 65,536 bits a prefix belongs to (Fibonacci hashing).
std::size_t filterBit(std::uint64_t prefix) noexcept
{
    return static_cast<std::size_t>((prefix * 0x9E3779B97F4A7C15ULL) >> 48U);
}

/// A name in lower case without its dashes, cut at the front: what names a credential stands at the end, and
/// this is asked for every header of every call.
class PlainName
{
public:
    explicit PlainName(std::string_view name) noexcept
    {
        for (std::size_t i = name.size(); i > 0 && m_begin > 0; --i) {
            const char c = name[i - 1];
            if (c != '-' && c != '_') {
                m_text[--m_begin] = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
            }
        }
    }

    [[nodiscard]] std::string_view text() const noexcept
    {
        return {m_text.data() + m_begin, m_text.size() - m_begin};
    }

private:
    std::array<char, 64> m_text{};
    std::size_t m_begin = m_text.size();
};

/// Names that carry a credential in a query string and anything at all elsewhere.
bool namesQueryCredential(std::string_view name) noexcept
{
    return name == "key" || name == "code" || name == "sid" || Redactor::namesCredential(name);
}

/// The text as it stands inside a JSON string.
std::string jsonEscaped(std::string_view text)
{
    std::string out;
    for (const char c : text) {
        if (c == '"' || c == '\\' || c == '/') {
            out.push_back('\\');
        }
        out.push_back(c);
    }
    return out;
}

} // namespace

void Redactor::learn(const Secret& secret)
{
    const std::string_view value = secret.reveal();
    if (value.size() < kMinimumLength) {
        return;
    }
    const std::unique_lock lock(m_mutex);
    remember(value);
    for (std::string spelling : {percentEncode(value), jsonEscaped(value)}) {
        if (spelling != value) {
            remember(spelling);
        }
        Secret(std::move(spelling)); // wipes the copy
    }
}

void Redactor::remember(std::string_view value)
{
    const std::uint64_t prefix = firstEight(value.data());
    const auto [begin, end] = m_values.equal_range(prefix);
    const bool known =
        std::any_of(begin, end, [&](const auto& entry) { return entry.second.reveal() == value; });
    if (!known) {
        m_values.emplace(prefix, Secret(value));
        const std::size_t bit = filterBit(prefix);
        m_filter[bit / 64] |= std::uint64_t{1} << (bit % 64);
    }
}

std::size_t Redactor::matchAt(std::string_view text, std::uint64_t prefix) const
{
    std::size_t longest = 0;
    const auto [begin, end] = m_values.equal_range(prefix);
    for (auto it = begin; it != end; ++it) {
        if (text.starts_with(it->second.reveal())) {
            longest = std::max(longest, it->second.size());
        }
    }
    return longest;
}

std::string Redactor::text(std::string text) const
{
    const std::shared_lock lock(m_mutex);
    if (m_values.empty() || text.size() < kMinimumLength) {
        return text;
    }
    std::string out;
    std::size_t copied = 0;
    for (std::size_t i = 0; i + kMinimumLength <= text.size();) {
        const std::uint64_t prefix = firstEight(text.data() + i);
        const std::size_t bit = filterBit(prefix);
        const bool possible = ((m_filter[bit / 64] >> (bit % 64)) & 1U) != 0;
        const std::size_t length = possible ? matchAt(std::string_view(text).substr(i), prefix) : 0;
        if (length == 0) {
            ++i;
            continue;
        }
        out.append(text, copied, i - copied).append(kRedacted);
        i += length;
        copied = i;
    }
    if (copied == 0) {
        return text;
    }
    return out.append(text, copied, std::string::npos);
}

std::string Redactor::header(std::string_view name, std::string value) const
{
    if (!namesCredential(name)) {
        return text(std::move(value));
    }
    const std::size_t space = value.find(' ');
    const bool scheme = space != std::string::npos && space < 16 && value.find('=') > space;
    return scheme ? value.substr(0, space + 1).append(kRedacted) : std::string(kRedacted);
}

std::string Redactor::url(std::string url) const
{
    const std::size_t mark = url.find('?');
    if (mark == std::string::npos) {
        return text(std::move(url));
    }
    std::string out = url.substr(0, mark + 1);
    for (std::size_t begin = mark + 1; begin <= url.size();) {
        const std::size_t end = std::min(url.find('&', begin), url.size());
        const std::string_view pair = std::string_view(url).substr(begin, end - begin);
        const std::size_t equals = pair.find('=');
        if (equals != std::string_view::npos && namesQueryCredential(pair.substr(0, equals))) {
            out.append(pair.substr(0, equals + 1)).append(kRedacted);
        } else {
            out.append(pair);
        }
        if (end < url.size()) {
            out.push_back('&');
        }
        begin = end + 1;
    }
    return text(std::move(out));
}

bool Redactor::namesCredential(std::string_view name) noexcept
{
    static constexpr std::array<std::string_view, 13> kExact = {
        "authorization", "proxyauthorization", "cookie",       "setcookie",
        "token",         "password",           "passwd",       "secret",
        "signature",     "assertion",          "codeverifier", "sessionid",
        "xauthtoken"};
    static constexpr std::array<std::string_view, 8> kEndings = {"accesstoken",  "refreshtoken", "idtoken",
                                                                 "clientsecret", "apikey",       "authtoken",
                                                                 "privatekey",   "apitoken"};
    const PlainName lowered(name);
    const std::string_view plain = lowered.text();
    return std::ranges::find(kExact, plain) != kExact.end()
           || std::ranges::any_of(kEndings, [&](std::string_view end) { return plain.ends_with(end); });
}

} // namespace gatehouse::observe
