// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/json/document.h"

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

namespace gatehouse::schema {

/// One way in which a value breaks a schema.
struct Violation
{
    std::string pointer; ///< RFC 6901, into the value.
    std::string message; ///< What is wrong and what was expected, in plain words.
};

/// A JSON Schema (draft-07) compiled once; validating is cheap and may run on any number of threads at once.
/// A default one accepts everything.
class Schema
{
public:
    Schema() = default;

    /// Errc::ConfigError when the document is no usable schema (unknown type, unresolvable $ref, bad
    /// pattern). References go into the same document only ("#/definitions/x").
    [[nodiscard]] static Result<Schema> compile(const json::Value& schema);

    /// All violations, outermost first, at most maxViolations; empty: the value is valid.
    [[nodiscard]] std::vector<Violation> validate(const json::Value& value,
                                                  std::size_t maxViolations = 100) const;
    /// Faster than validate when the reasons do not matter.
    [[nodiscard]] bool accepts(const json::Value& value) const;

    [[nodiscard]] bool empty() const noexcept { return m_compiled == nullptr; }

private:
    struct Compiled;
    std::shared_ptr<const Compiled> m_compiled;
};

} // namespace gatehouse::schema
