// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/json/document.h"
#include "core/schema/schema.h"

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::schema {

class Pattern;

/// The `pattern` and `format` keywords of a schema, taken out of it and checked here: valijson builds a
/// std::regex for every date it sees (0.1 ms each), and std::regex recurses once a character, so that a long
/// string from a vendor would overflow the stack.
struct TextRule
{
    std::shared_ptr<const Pattern> pattern;
    std::string patternText;
    std::string format;
    std::map<std::string, TextRule*, std::less<>> properties;
    TextRule* items = nullptr;
    TextRule* additional = nullptr; ///< For members that `properties` does not name.
    std::vector<TextRule*> others;  ///< allOf, $ref, and the only branch of a oneOf that is not null.

    [[nodiscard]] bool idle() const noexcept
    {
        return !pattern && format.empty() && properties.empty() && items == nullptr && additional == nullptr
               && others.empty();
    }
};

/// All rules of one schema. References may go in circles; the data they are run on cannot.
class TextRules
{
public:
    /// Takes the rules out of `schema` and gives what is left of it, built in the arena.
    [[nodiscard]] static Result<json::Value> extract(const json::Value& schema, json::Arena& arena,
                                                     TextRules& rules);

    void check(const json::Value& value, std::vector<Violation>& violations, std::size_t maxViolations) const;

private:
    friend class TextRuleBuilder;

    TextRule* m_root = nullptr;
    std::vector<std::unique_ptr<TextRule>> m_all;
};

/// True for the formats known here (date, time, date-time, email, uri, uuid) and a text of that form; unknown
/// formats accept everything, as the specification says.
[[nodiscard]] bool hasFormat(std::string_view format, std::string_view text);

} // namespace gatehouse::schema
