// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/sandbox/definition.h"

#include <initializer_list>
#include <string>
#include <string_view>

namespace gatehouse::sandbox {

/// A place in a definition while it is read: a value and the pointer to it. Reading goes on after an error
/// with neutral values; the first error is kept and told at the end.
class DefinitionNode
{
public:
    struct Session
    {
        std::string source;
        std::string prelude; ///< JSONata that stands in front of every expression.
        std::map<std::string, ResponsePtr, std::less<>> responses;
        std::optional<Error> error;
    };

    DefinitionNode(Session& session, json::Value value, std::string pointer)
        : m_session(session)
        , m_value(value)
        , m_pointer(std::move(pointer))
    {}

    [[nodiscard]] const json::Value& value() const noexcept { return m_value; }

    [[nodiscard]] Session& session() const noexcept { return m_session; }

    [[nodiscard]] bool present() const noexcept { return !m_value.isUndefined(); }

    void fail(std::string_view why) const;
    /// Any other member is an error: a typing mistake must not be silently ignored.
    void allow(std::initializer_list<std::string_view> names) const;

    [[nodiscard]] DefinitionNode at(std::string_view name) const;
    [[nodiscard]] DefinitionNode at(std::size_t index) const;

    [[nodiscard]] std::string text(std::string_view otherwise = {}) const;
    [[nodiscard]] std::uint32_t number(std::uint32_t otherwise) const;
    [[nodiscard]] bool truth(bool otherwise) const;
    [[nodiscard]] std::vector<std::string> texts() const;
    /// JSONata text; a number is taken as itself. Absent: an expression that gives undefined.
    [[nodiscard]] Expression expression() const;
    [[nodiscard]] std::vector<std::pair<std::string, Expression>> expressions() const;
    /// An object, or the name of one of the definition's "responses". Absent: null.
    [[nodiscard]] ResponsePtr response() const;

private:
    Session& m_session;
    json::Value m_value;
    std::string m_pointer;
};

/// "/a/{b}" as segments.
[[nodiscard]] std::vector<std::string> splitPath(std::string_view path);
[[nodiscard]] TableDefinition readTable(const DefinitionNode& node, const std::string& name);
[[nodiscard]] std::vector<StepDefinition> readSteps(const DefinitionNode& node);

} // namespace gatehouse::sandbox
