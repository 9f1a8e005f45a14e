// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::net {

struct Header
{
    std::string name; ///< As written on the wire.
    std::string value;
};

/// Header fields in order, looked up without regard to case (RFC 9110 §5.1).
class Headers
{
public:
    Headers() = default;

    Headers(std::initializer_list<Header> fields)
        : m_fields(fields)
    {}

    /// The first field of that name.
    [[nodiscard]] std::optional<std::string_view> get(std::string_view name) const;

    [[nodiscard]] bool has(std::string_view name) const { return get(name).has_value(); }

    /// All values of that name joined with ", " (RFC 9110 §5.3).
    [[nodiscard]] std::string joined(std::string_view name) const;

    void add(std::string name, std::string value) { m_fields.push_back({std::move(name), std::move(value)}); }

    /// Replaces every field of that name by one.
    void set(std::string name, std::string value);
    void remove(std::string_view name);

    [[nodiscard]] const std::vector<Header>& fields() const noexcept { return m_fields; }

    [[nodiscard]] auto begin() const noexcept { return m_fields.begin(); }

    [[nodiscard]] auto end() const noexcept { return m_fields.end(); }

    [[nodiscard]] bool empty() const noexcept { return m_fields.empty(); }

private:
    std::vector<Header> m_fields;
};

/// ASCII case-insensitive equality, the only one that header names know.
[[nodiscard]] bool equalsIgnoreCase(std::string_view a, std::string_view b) noexcept;
/// "Not Found" for 404; "" for an unknown status.
[[nodiscard]] std::string_view reasonPhrase(int status) noexcept;
/// Valid as a header name (token) and value (no CR, LF, NUL): what must be checked before text goes on the
/// wire.
[[nodiscard]] bool isValidHeader(std::string_view name, std::string_view value) noexcept;

} // namespace gatehouse::net
