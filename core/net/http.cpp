// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/http.h"

#include <algorithm>
#include <array>
#include <utility>

namespace gatehouse::net {

namespace {

char lower(char c) noexcept
{
    return (c >= 'A' && c <= 'Z') ? static_cast<char>(c - 'A' + 'a') : c;
}

/// tchar of RFC 9110 §5.6.2.
bool isTokenCharacter(char c) noexcept
{
    static constexpr std::string_view kOther = "!#$%&'*+-.^_`|~";
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
           || kOther.find(c) != std::string_view::npos;
}

bool isValueCharacter(char c) noexcept
{
    const auto u = static_cast<unsigned char>(c);
    return c == '\t' || (u >= 0x20 && u != 0x7f);
}

constexpr std::array<std::pair<int, std::string_view>, 47> kReasons{{{100, "Continue"},
                                                                     {101, "Switching Protocols"},
                                                                     {102, "Processing"},
                                                                     {103, "Early Hints"},
                                                                     {200, "OK"},
                                                                     {201, "Created"},
                                                                     {202, "Accepted"},
                                                                     {203, "Non-Authoritative Information"},
                                                                     {204, "No Content"},
                                                                     {205, "Reset Content"},
                                                                     {206, "Partial Content"},
                                                                     {207, "Multi-Status"},
                                                                     {300, "Multiple Choices"},
                                                                     {301, "Moved Permanently"},
                                                                     {302, "Found"},
                                                                     {303, "See Other"},
                                                                     {304, "Not Modified"},
                                                                     {307, "Temporary Redirect"},
                                                                     {308, "Permanent Redirect"},
                                                                     {400, "Bad Request"},
                                                                     {401, "Unauthorized"},
                                                                     {402, "Payment Required"},
                                                                     {403, "Forbidden"},
                                                                     {404, "Not Found"},
                                                                     {405, "Method Not Allowed"},
                                                                     {406, "Not Acceptable"},
                                                                     {407, "Proxy Authentication Required"},
                                                                     {408, "Request Timeout"},
                                                                     {409, "Conflict"},
                                                                     {410, "Gone"},
                                                                     {411, "Length Required"},
                                                                     {412, "Precondition Failed"},
                                                                     {413, "Content Too Large"},
                                                                     {414, "URI Too Long"},
                                                                     {415, "Unsupported Media Type"},
                                                                     {416, "Range Not Satisfiable"},
                                                                     {417, "Expectation Failed"},
                                                                     {421, "Misdirected Request"},
                                                                     {422, "Unprocessable Content"},
                                                                     {423, "Locked"},
                                                                     {424, "Failed Dependency"},
                                                                     {425, "Too Early"},
                                                                     {426, "Upgrade Required"},
                                                                     {428, "Precondition Required"},
                                                                     {429, "Too Many Requests"},
                                                                     {431, "Request Header Fields Too Large"},
                                                                     {451, "Unavailable For Legal Reasons"}}};

constexpr std::array<std::pair<int, std::string_view>, 9> kServerReasons{
    {{500, "Internal Server Error"},
     {501, "Not Implemented"},
     {502, "Bad Gateway"},
     {503, "Service Unavailable"},
     {504, "Gateway Timeout"},
     {505, "HTTP Version Not Supported"},
     {507, "Insufficient Storage"},
     {508, "Loop Detected"},
     {511, "Network Authentication Required"}}};

template <class Table>
std::string_view lookUp(const Table& table, int status) noexcept
{
    const auto found =
        std::find_if(table.begin(), table.end(), [status](const auto& row) { return row.first == status; });
    return found == table.end() ? std::string_view{} : found->second;
}

} // namespace

bool equalsIgnoreCase(std::string_view a, std::string_view b) noexcept
{
    return a.size() == b.size()
           && std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) { return lower(x) == lower(y); });
}

std::string_view reasonPhrase(int status) noexcept
{
    return status >= 500 ? lookUp(kServerReasons, status) : lookUp(kReasons, status);
}

bool isValidHeader(std::string_view name, std::string_view value) noexcept
{
    return !name.empty() && std::all_of(name.begin(), name.end(), isTokenCharacter)
           && std::all_of(value.begin(), value.end(), isValueCharacter);
}

std::optional<std::string_view> Headers::get(std::string_view name) const
{
    for (const auto& field : m_fields) {
        if (equalsIgnoreCase(field.name, name)) {
            return field.value;
        }
    }
    return std::nullopt;
}

std::string Headers::joined(std::string_view name) const
{
    std::string out;
    bool first = true;
    for (const auto& field : m_fields) {
        if (equalsIgnoreCase(field.name, name)) {
            out += first ? "" : ", ";
            out += field.value;
            first = false;
        }
    }
    return out;
}

void Headers::set(std::string name, std::string value)
{
    const auto same = [&name](const Header& field) { return equalsIgnoreCase(field.name, name); };
    const auto first = std::find_if(m_fields.begin(), m_fields.end(), same);
    if (first == m_fields.end()) {
        add(std::move(name), std::move(value));
        return;
    }
    m_fields.erase(std::remove_if(first + 1, m_fields.end(), same), m_fields.end());
    *first = {std::move(name), std::move(value)};
}

void Headers::remove(std::string_view name)
{
    std::erase_if(m_fields, [name](const Header& field) { return equalsIgnoreCase(field.name, name); });
}

} // namespace gatehouse::net
