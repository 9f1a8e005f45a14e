// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/json/value.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::schema {

/// Says "surely valid" in about a microsecond for the values that nearly all are, so that valijson (which
/// copies a path of strings for every member it visits) is asked only about the others. Knows the plain
/// keywords: type, enum of texts, required, properties, additionalProperties, items, the size and number
/// limits, allOf, $ref into the same document, and a oneOf or anyOf that only makes something nullable. A
/// schema place with any other keyword is never surely valid. Does not look at pattern and format: TextRules
/// does.
class QuickCheck
{
public:
    QuickCheck() = default;

    /// The schema must outlive the check.
    explicit QuickCheck(const json::Value& schema);

    /// True: valid. False: valijson has to say.
    [[nodiscard]] bool surelyValid(const json::Value& value) const;

private:
    friend class QuickCheckBuilder;

    struct Bounds
    {
        std::optional<double> least;
        std::optional<double> most;

        [[nodiscard]] bool hold(double number) const noexcept
        {
            return (!least || number >= *least) && (!most || number <= *most);
        }
    };

    struct Rule
    {
        bool known = true;       ///< No keyword beyond those understood here.
        std::uint16_t types = 0; ///< Bits of the allowed types; 0: any.
        bool hasEnum = false;
        std::vector<std::string_view> texts; ///< Allowed texts of an enum,
        bool nullText = false;               ///< and null among them.
        Bounds number;
        Bounds length;
        Bounds count;
        std::map<std::string_view, const Rule*> properties;
        std::vector<std::string_view> required;
        bool closed = false; ///< additionalProperties: false
        const Rule* additional = nullptr;
        const Rule* items = nullptr;
        const Rule* orNull = nullptr;
        std::vector<const Rule*> all; ///< allOf and $ref.
    };

    [[nodiscard]] static bool valid(const Rule& rule, const json::Value& value, int depth);
    [[nodiscard]] static bool validScalar(const Rule& rule, const json::Value& value);
    [[nodiscard]] static bool validMembers(const Rule& rule, const json::Value& value, int depth);

    std::vector<std::unique_ptr<Rule>> m_rules;
    const Rule* m_root = nullptr;
};

} // namespace gatehouse::schema
